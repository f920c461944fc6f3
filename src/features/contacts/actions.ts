import type { BodyOf } from '../../kernel/endpoint.ts';
import { searchText } from '../../platform/search-key.ts';
import { newId } from '../../platform/random.ts';
import {
  type Doing,
  factsOf,
  keepChange,
  loadContact,
  loadOwnContact,
  momentOf,
  recordDone,
  touchOf,
} from './change-record.ts';
import type {
  changeContact as changeEndpoint,
  confirmContacts as confirmEndpoint,
  endContact as endEndpoint,
  registerContact as registerEndpoint,
  reportContact as reportEndpoint,
  succeedContact as succeedEndpoint,
} from './contract.ts';
import {
  alreadyEnded,
  dutyTaken,
  endsTooEarly,
  keptByOthers,
  nothingChanged,
  notYetBegun,
  refuseFindings,
} from './errors.ts';
import { type Duty, SINGLE_DUTIES } from './labels.ts';
import { type ContactRow, liveOfficerExists } from './list-queries.ts';
import { tellGone, tellReported } from './notices.ts';
import { maintains } from './policy.ts';
import {
  type ContactValues,
  holdersFrom,
  insertContact,
  latestChange,
  updateContact,
} from './queries.ts';
import { checkBeginning, contactFindings } from './rules.ts';
import { openPair, sealContact } from './seal.ts';

type NewPerson = Omit<BodyOf<typeof registerEndpoint>, 'duty'>;

const valuesOf = (person: Omit<ContactValues, 'search_text'>): ContactValues => ({
  name: person.name,
  department: person.department,
  title: person.title,
  landline: person.landline,
  search_text: searchText(person.name, person.department),
});

/** A registration is itself a confirmation; one for later is asked for again when it takes effect. */
const addContact = async (
  doing: Doing,
  duty: Duty,
  person: NewPerson,
  more: { readonly reason?: string; readonly previousId?: string } = {},
): Promise<string> => {
  const { tx, actor, at, keyring } = doing;
  const { today } = momentOf(at);
  refuseFindings([
    ...contactFindings({ duty, ...person }),
    ...checkBeginning(person.validFrom, today),
  ]);
  if (SINGLE_DUTIES.includes(duty)) {
    const others = await holdersFrom(tx, actor.organizationId, duty, person.validFrom);
    if (others.length > 0) throw dutyTaken(duty);
  }
  const id = newId(at);
  const confirmedAt = person.validFrom <= today ? at : null;
  await insertContact(
    tx,
    {
      id,
      organization_id: actor.organizationId,
      duty,
      ...valuesOf(person),
      ...sealContact(keyring, id, person),
      valid_from: person.validFrom,
      confirmed_at: confirmedAt,
    },
    touchOf(doing),
  );
  await keepChange(doing, {
    contactId: id,
    organizationId: actor.organizationId,
    verb: 'REGISTER',
    ...more,
    state: { facts: factsOf({ ...person, validTo: null, confirmedAt }), values: person },
  });
  return id;
};

export const registerContact = async (
  doing: Doing,
  body: BodyOf<typeof registerEndpoint>,
): Promise<{ id: string }> => {
  if (!maintains(doing.actor, doing.actor.organizationId)) throw keptByOthers();
  const id = await addContact(doing, body.duty, body);
  recordDone(doing, { id, duty: body.duty });
  return { id };
};

const notEnded = (row: ContactRow): ContactRow => {
  if (row.state === 'ENDED') throw alreadyEnded();
  return row;
};

const NOTHING_REPORTED = { reported_kind: null, reported_at: null } as const;

/** The same person, other facts; at once. What is not given of the two numbers stays. */
export const changeContact = async (
  doing: Doing,
  id: string,
  body: BodyOf<typeof changeEndpoint>,
): Promise<{ id: string }> => {
  const { tx, at, keyring } = doing;
  const row = notEnded(await loadOwnContact(doing, id));
  const old = openPair(keyring, 'contact', id, row);
  const values = { mobile: body.mobile ?? old.mobile, mailbox: body.mailbox ?? old.mailbox };
  const now = { ...valuesOf(body), ...values };
  refuseFindings(contactFindings({ duty: row.duty, ...now }));
  const before = { ...valuesOf(row), ...old };
  if (JSON.stringify(before) === JSON.stringify(now)) throw nothingChanged();
  const confirmedAt = row.state === 'PENDING' ? row.confirmedAt : at;
  await updateContact(
    tx,
    { id, version: body.version },
    {
      ...valuesOf(body),
      ...sealContact(keyring, id, values),
      ...NOTHING_REPORTED,
      confirmed_at: confirmedAt,
      confirmed_by: doing.actor.userId,
    },
    touchOf(doing),
  );
  const previous = await latestChange(tx, id);
  await keepChange(doing, {
    contactId: id,
    organizationId: row.organizationId,
    verb: 'CHANGE',
    reason: body.reason,
    state: { facts: factsOf({ ...row, ...valuesOf(body), confirmedAt }), values },
    previousId: previous?.id ?? null,
  });
  const changed = Object.keys(now).filter(
    (key) => before[key as keyof typeof now] !== now[key as keyof typeof now],
  );
  recordDone(doing, row, {
    reason: body.reason,
    detail: { changed: changed.filter((key) => key !== 'search_text') },
  });
  return { id };
};

/** Ends somebody's time; @returns the line of the history that says so. */
const close = async (
  doing: Doing,
  row: ContactRow,
  given: {
    readonly version: number;
    readonly validTo: ContactRow['validFrom'];
    readonly reason: string;
  },
  verb: 'END' | 'SUCCEED',
): Promise<string> => {
  const { tx, keyring } = doing;
  if (given.validTo <= row.validFrom) throw endsTooEarly(verb === 'END' ? 'validTo' : 'validFrom');
  await updateContact(
    tx,
    { id: row.id, version: given.version },
    { valid_to: given.validTo },
    touchOf(doing),
  );
  const previous = await latestChange(tx, row.id);
  return await keepChange(doing, {
    contactId: row.id,
    organizationId: row.organizationId,
    verb,
    reason: given.reason,
    state: {
      facts: factsOf({ ...row, validTo: given.validTo }),
      values: openPair(keyring, 'contact', row.id, row),
    },
    previousId: previous?.id ?? null,
  });
};

const tellTheRest = async (
  doing: Doing,
  row: ContactRow,
  changeId: string,
  hasSuccessor: boolean,
): Promise<void> => {
  const { tx, at } = doing;
  const hasLiveOfficer = await liveOfficerExists(tx, row.organizationId, momentOf(at));
  const { organizationId, duty } = row;
  doing.plan(tellGone({ organizationId, changeId, duty, hasSuccessor, hasLiveOfficer }));
};

export const endContact = async (
  doing: Doing,
  id: string,
  body: BodyOf<typeof endEndpoint>,
): Promise<{ id: string }> => {
  const row = notEnded(await loadOwnContact(doing, id));
  const changeId = await close(doing, row, body, 'END');
  await tellTheRest(doing, row, changeId, false);
  recordDone(doing, row, { reason: body.reason, detail: { validTo: body.validTo } });
  return { id };
};

/** Somebody else takes over on a day: the one goes as the other comes, in one step. */
export const succeedContact = async (
  doing: Doing,
  id: string,
  body: BodyOf<typeof succeedEndpoint>,
): Promise<{ id: string }> => {
  const row = notEnded(await loadOwnContact(doing, id));
  const { version, reason, ...person } = body;
  const changeId = await close(
    doing,
    row,
    { version, validTo: person.validFrom, reason },
    'SUCCEED',
  );
  const successorId = await addContact(doing, row.duty, person, { reason, previousId: changeId });
  await tellTheRest(doing, row, changeId, true);
  recordDone(doing, row, { reason, detail: { successorId, validFrom: person.validFrom } });
  return { id: successorId };
};

/** One tap: what stands there is right. */
export const confirmContacts = async (
  doing: Doing,
  body: BodyOf<typeof confirmEndpoint>,
): Promise<{ confirmed: number }> => {
  const { tx, actor, at } = doing;
  for (const seen of body.contacts) {
    const row = notEnded(await loadOwnContact(doing, seen.id));
    if (row.state === 'PENDING') throw notYetBegun();
    await updateContact(
      tx,
      seen,
      { confirmed_at: at, confirmed_by: actor.userId, ...NOTHING_REPORTED },
      touchOf(doing),
    );
    await keepChange(doing, {
      contactId: row.id,
      organizationId: row.organizationId,
      verb: 'CONFIRM',
    });
    recordDone(doing, row);
  }
  return { confirmed: body.contacts.length };
};

/** The office could not reach somebody; their own organization is told and mends it. */
export const reportContact = async (
  doing: Doing,
  id: string,
  body: BodyOf<typeof reportEndpoint>,
): Promise<{ id: string }> => {
  const row = notEnded(await loadContact(doing, id));
  await updateContact(
    doing.tx,
    { id, version: body.version },
    { reported_kind: body.kind, reported_at: doing.at },
    touchOf(doing),
  );
  const { organizationId, duty } = row;
  const changeId = await keepChange(doing, {
    contactId: id,
    organizationId,
    verb: 'REPORT',
    reason: body.reason,
  });
  doing.plan(tellReported({ organizationId, changeId, duty, kind: body.kind }));
  recordDone(doing, row, { reason: body.reason, detail: { kind: body.kind } });
  return { id };
};
