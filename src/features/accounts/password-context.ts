import { searchText } from '../../platform/search-key.ts';
import type { PasswordContext } from './password-rules.ts';

const MIN_PINYIN = 3;

/** Every two neighbouring characters: most Chinese words have two. */
const pairsOf = (name: string): string[] => {
  const characters = Array.from(name);
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
};

/** The name, how it begins, the words in it, each in characters and in pinyin. */
const spellings = (name: string): string[] =>
  [name, name.slice(0, 3), name.slice(0, 4), ...pairsOf(name)]
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
