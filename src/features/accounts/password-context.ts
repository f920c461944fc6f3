import { searchText } from '../../platform/search-key.ts';
import type { PasswordContext } from './password-rules.ts';

const MIN_PINYIN = 3;

/** The words and their pinyin; of a long name also how it begins, since `西安航空` is what people use of it. */
const spellings = (name: string): string[] =>
  [name, name.slice(0, 2), name.slice(0, 3), name.slice(0, 4)]
    .flatMap((part) => searchText(part).split('|'))
    .filter((word) => !/^[a-z0-9]*$/.test(word) || word.length >= MIN_PINYIN);

/** What an attacker of this account knows about it. */
export const passwordContext = (account: {
  readonly loginName: string;
  readonly name: string;
  readonly organizationName: string;
  readonly organizationKind: PasswordContext['organizationKind'];
}): PasswordContext => ({
  organizationKind: account.organizationKind,
  loginName: account.loginName,
  words: [...new Set([...spellings(account.name), ...spellings(account.organizationName)])],
});
