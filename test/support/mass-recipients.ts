import { SYSTEM } from '../../src/kernel/actor.ts';
import type { Instant } from '../../src/kernel/time.ts';
import { type Database, sqlBuilder } from '../../src/platform/db/database.ts';
import type { Keyring } from '../../src/platform/keyring.ts';
import { addressSeal } from '../../src/features/notifications/address-seal.ts';
import { noteMailSender } from '../../src/features/notifications/channel-queries.ts';

/** One organization whose people all have a mailbox, in a database where mail is set up. */
export const MASS_ORGANIZATION = '20000000-0000-7000-8000-000000000001';

const idOf = (group: number, number: number): string =>
  `2000000${group}-0000-7000-8000-${String(number).padStart(12, '0')}`;

export const massAccountId = (number: number): string => idOf(1, number);

const CHUNK = 1_000;

/** Fills an empty, migrated database with so many people who all can be told by mail. */
export const seedMassRecipients = async (
  database: Database,
  given: { readonly keyring: Keyring; readonly count: number; readonly at: Instant },
): Promise<void> => {
  const { keyring, count, at } = given;
  await database.transaction(SYSTEM, async (tx) => {
    await noteMailSender(tx, 'onex@example.cn');
    await tx.run(
      sqlBuilder.insertInto('organization').values({
        id: MASS_ORGANIZATION,
        kind: 'EVALUATION_ORGANIZATION',
        code: 'mass',
        name: '众人评价中心',
        search_text: 'mass',
        created_at: at,
        updated_at: at,
      }),
    );
    for (let from = 0; from < count; from += CHUNK) {
      const length = Math.min(CHUNK, count - from);
      const numbers = Array.from({ length }, (_, index) => from + index);
      await tx.run(
        sqlBuilder.insertInto('account').values(
          numbers.map((number) => ({
            id: massAccountId(number),
            login_name: `mass-${number}`,
            name: '群众演员',
            organization_id: MASS_ORGANIZATION,
            status: 'ACTIVE',
            roles: ['org_staff'],
            password_hash: 'unusable',
            created_at: at,
            updated_at: at,
          })),
        ),
      );
      await tx.run(
        sqlBuilder.insertInto('channel_address').values(
          numbers.map((number) => ({
            id: idOf(2, number),
            account_id: massAccountId(number),
            medium: 'MAIL',
            address_sealed: addressSeal(keyring, idOf(2, number)).sealAddress(
              `person${number}@example.cn`,
            ),
            address_index: Buffer.alloc(32),
            provider_sealed: null,
            verified_at: at,
            created_at: at,
          })),
        ),
      );
    }
  });
};
