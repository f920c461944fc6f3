import { z } from 'zod';
import type { Keyring, Place } from '../../platform/keyring.ts';
import type { DingtalkPerson } from './outcome.ts';

const place = (column: string, id: string): Place => ({ table: 'channel_address', column, id });

/** How the columns of `channel_address` are sealed and opened: each to its own place. */
export const addressSeal = (keyring: Keyring, id: string) => ({
  sealAddress: (text: string): string => keyring.seal(text, place('address_sealed', id)),
  openAddress: (sealed: string): string => keyring.open(sealed, place('address_sealed', id)),
  sealCode: (text: string): string => keyring.seal(text, place('code_sealed', id)),
  openCode: (sealed: string): string => keyring.open(sealed, place('code_sealed', id)),
  sealProvider: (person: DingtalkPerson): string =>
    keyring.seal(JSON.stringify(person), place('provider_sealed', id)),
  openProvider: (sealed: string): DingtalkPerson =>
    z
      .strictObject({ userId: z.string(), unionId: z.string() })
      .parse(JSON.parse(keyring.open(sealed, place('provider_sealed', id)))),
});

/** How the columns of `group_robot` are sealed and opened. */
export const robotSeal = (keyring: Keyring, id: string) => {
  const at = (column: string): Place => ({ table: 'group_robot', column, id });
  return {
    sealToken: (text: string): string => keyring.seal(text, at('token_sealed')),
    openToken: (sealed: string): string => keyring.open(sealed, at('token_sealed')),
    sealSecret: (text: string): string => keyring.seal(text, at('secret_sealed')),
    openSecret: (sealed: string): string => keyring.open(sealed, at('secret_sealed')),
  };
};
