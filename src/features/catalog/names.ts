import { plainKey, searchText } from '../../platform/search-key.ts';

/** How the full name of every certificate ends. */
const ENDING = '职业技能等级证书';

/** '' stands for the short name with the common ending. */
export const fullName = (name: string, shortName: string): string =>
  name === '' ? `${shortName}${ENDING}` : name;

/**
 * The `search_text` of a certificate. The common ending has no pinyin and no initials there, or `jz`, `zs` and `zy` would
 * find every certificate.
 */
export const certificateKey = (shortName: string, name: string, code: string): string =>
  name.endsWith(ENDING)
    ? `${searchText(shortName, name.slice(0, -ENDING.length), code)}|${plainKey(name)}`
    : searchText(shortName, name, code);
