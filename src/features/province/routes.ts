import { type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import { PROVINCE_EDITORS } from './policy.ts';
import { holdProvince, readProvince, writeProvince } from './settings.ts';

/** Subject of the audit rows: there is one set of settings. */
const SETTINGS = { subjectKind: 'setting', subjectId: '00000000-0000-0000-0000-000000000000' };

export const provinceRoutes: readonly Route[] = [
  route(contract.getProvince, {
    access: PROVINCE_EDITORS,
    audit: { none: '只读' },
    handle: ({ tx }) => readProvince(tx),
  }),
  route(contract.saveProvince, {
    access: PROVINCE_EDITORS,
    audit: 'record',
    handle: async ({ tx, actor, body: { version, ...wanted }, receivedAt, record }) => {
      const { version: _seen, ...before } = await holdProvince(tx, version);
      await writeProvince(tx, wanted, { at: receivedAt, accountId: actor.userId });
      const saved = await readProvince(tx);
      const { version: _now, ...after } = saved;
      record({ ...SETTINGS, detail: { before, after } });
      return saved;
    },
  }),
];
