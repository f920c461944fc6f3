import type { Actor } from '../../kernel/actor.ts';
import { errorFinding } from '../../kernel/finding.ts';
import type { Instant } from '../../kernel/time.ts';
import type { RoundDeed } from './actions.ts';
import { extensionNotFound, refuseFindings, wrongRoundState } from './errors.ts';
import {
  endPassedExtension,
  findActiveInstitution,
  findExtension,
  insertExtension,
  revokeStoredExtension,
  type StoredExtension,
} from './extension-queries.ts';
import { lockRound, type StoredRound } from './queries.ts';
import { extensionFindings } from './rules.ts';
import { newId } from '../../platform/random.ts';
import { extensionState } from './phase.ts';

/** An extension always has a person who answers for it. */
export type PersonalDeed = RoundDeed & { readonly actor: Actor };

const publishedRound = async (deed: PersonalDeed, roundId: string): Promise<StoredRound> => {
  const round = await lockRound(deed.tx, roundId);
  if (round.status === 'PUBLISHED') return round;
  throw wrongRoundState(
    round.status === 'DRAFT' ? '草稿不用延期，请直接修改截止时间' : '轮次已办结，不能再延期',
  );
};

/** The extension just written or changed, as its list shows it. */
const reload = async (
  deed: PersonalDeed,
  roundId: string,
  id: string,
): Promise<StoredExtension> => {
  const extension = await findExtension(deed.tx, roundId, id, { kind: 'all' });
  if (extension === undefined) throw extensionNotFound();
  return extension;
};

/**
 * Gives one institution a later closing, with a reason; also once more, after an earlier one has passed.
 * @throws DomainError unprocessable when the time or the institution does not fit; conflict `rounds.extension_exists`
 */
export const extendRound = async (
  deed: PersonalDeed,
  roundId: string,
  wanted: { readonly organizationId: string; readonly closesAt: Instant; readonly reason: string },
): Promise<StoredExtension> => {
  const round = await publishedRound(deed, roundId);
  const institution = await findActiveInstitution(deed.tx, wanted.organizationId);
  if (institution === undefined) {
    const text = '请选择一所正常状态的院校';
    refuseFindings([errorFinding('rounds.extension_for_whom', 'organizationId', text)]);
  }
  if (!(round.eligibleKinds as readonly string[]).includes(institution?.institution_kind ?? '')) {
    const text = '该院校的类型不在本轮次的申报范围内，不用延期';
    refuseFindings([errorFinding('rounds.extension_not_eligible', 'organizationId', text)]);
  }
  refuseFindings(extensionFindings(round, wanted.closesAt, deed.at));
  await endPassedExtension(deed.tx, roundId, wanted.organizationId, deed.at);
  const id = newId(deed.at);
  await insertExtension(
    deed.tx,
    { id, roundId, ...wanted },
    { at: deed.at, by: deed.actor.userId },
  );
  deed.record({
    subjectKind: 'round',
    subjectId: roundId,
    action: 'rounds.extend',
    reason: wanted.reason,
    detail: { extensionId: id, organizationId: wanted.organizationId, closesAt: wanted.closesAt },
  });
  return await reload(deed, roundId, id);
};

/**
 * Takes an extension back; the round's own closing holds again from now on.
 * @throws DomainError not_found; conflict when it was revoked or used up before
 */
export const revokeExtension = async (
  deed: PersonalDeed,
  roundId: string,
  id: string,
  reason: string,
): Promise<StoredExtension> => {
  await publishedRound(deed, roundId);
  const extension = await findExtension(deed.tx, roundId, id, { kind: 'all' });
  if (extension === undefined) throw extensionNotFound();
  const state = extensionState(extension, deed.at);
  if (state !== 'LIVE') {
    throw wrongRoundState(
      state === 'PASSED'
        ? '延期已经到期，不用撤销；还需要时间的，请重新给予延期'
        : '延期已经撤销，请刷新页面查看',
    );
  }
  await revokeStoredExtension(deed.tx, id, { at: deed.at, by: deed.actor.userId });
  deed.record({
    subjectKind: 'round',
    subjectId: roundId,
    action: 'rounds.revokeExtension',
    reason,
    detail: { extensionId: id, organizationId: extension.organizationId },
  });
  return await reload(deed, roundId, id);
};
