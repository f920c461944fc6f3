import type { Instant } from '../../../kernel/time.ts';
import { type ReadBody, readBody } from '../../../ui/form/read-body.ts';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { amendSession, createSession, type SessionDetail } from '../contract.ts';
import { spanFindings } from '../rules.ts';

export interface SessionDraftFields {
  readonly title: string;
  readonly summary: string;
  readonly certificates: readonly ComboOption[];
  readonly startsAt: Instant | '';
  readonly endsAt: Instant | '';
  readonly platform: string;
  readonly joinUrl: string;
  readonly joinNote: string;
  readonly speaker: string;
  readonly contactNote: string;
  readonly reason: string;
}

export const NEW_SESSION: SessionDraftFields = {
  title: '',
  summary: '',
  certificates: [],
  startsAt: '',
  endsAt: '',
  platform: '',
  joinUrl: '',
  joinNote: '',
  speaker: '',
  contactNote: '',
  reason: '',
};

export const fieldsOf = (session: SessionDetail): SessionDraftFields => ({
  title: session.title,
  summary: session.summary,
  certificates: session.certificates.map(({ id, name }) => ({ value: id, label: name })),
  startsAt: session.startsAt,
  endsAt: session.endsAt,
  platform: session.platform,
  joinUrl: session.joinUrl,
  joinNote: session.joinNote,
  speaker: session.speaker,
  contactNote: session.contactNote,
  reason: '',
});

const EMPTY = { startsAt: '请填写开始时间', endsAt: '请填写结束时间' };

const meetingOf = (fields: SessionDraftFields) => ({
  startsAt: fields.startsAt,
  endsAt: fields.endsAt,
  platform: fields.platform,
  joinUrl: fields.joinUrl,
  joinNote: fields.joinNote,
  speaker: fields.speaker,
  contactNote: fields.contactNote,
});

/** With the same check of the times as the server's. */
const withSpan = <T extends { readonly startsAt: Instant; readonly endsAt: Instant }>(
  read: ReadBody<T>,
): ReadBody<T> => {
  if (read.body === undefined) return read;
  const findings = spanFindings(read.body);
  return findings.length === 0 ? read : { body: undefined, findings };
};

/** What a draft or its change sends, but for the version. */
export const readDraft = (fields: SessionDraftFields) =>
  withSpan(
    readBody(
      createSession.body,
      {
        title: fields.title,
        summary: fields.summary,
        certificateIds: fields.certificates.map(({ value }) => value),
        ...meetingOf(fields),
      },
      { code: 'info-sessions.invalid', empty: EMPTY },
    ),
  );

/** What a change after publication sends. */
export const readAmendment = (fields: SessionDraftFields, version: number) =>
  withSpan(
    readBody(
      amendSession.body,
      { ...meetingOf(fields), reason: fields.reason, version },
      { code: 'info-sessions.invalid', empty: EMPTY },
    ),
  );
