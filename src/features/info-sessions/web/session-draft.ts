import type { Finding } from '../../../kernel/finding.ts';
import type { Instant } from '../../../kernel/time.ts';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import type { SessionDetail } from '../contract.ts';
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

const missing = (field: string, text: string): Finding => ({
  severity: 'error',
  code: 'info-sessions.missing',
  field,
  text,
});

/** The same checks as the server's, before anything is sent; undefined times never leave the page. */
export const checkTimes = (
  fields: SessionDraftFields,
): {
  readonly findings: readonly Finding[];
  readonly span?: { startsAt: Instant; endsAt: Instant };
} => {
  const { startsAt, endsAt } = fields;
  if (startsAt === '' || endsAt === '') {
    return {
      findings: [
        ...(startsAt === '' ? [missing('startsAt', '请填写开始时间')] : []),
        ...(endsAt === '' ? [missing('endsAt', '请填写结束时间')] : []),
      ],
    };
  }
  const span = { startsAt, endsAt };
  return { findings: spanFindings(span), span };
};

export const meetingOf = (
  fields: SessionDraftFields,
  span: { readonly startsAt: Instant; readonly endsAt: Instant },
) => ({
  ...span,
  platform: fields.platform,
  joinUrl: fields.joinUrl,
  joinNote: fields.joinNote,
  speaker: fields.speaker,
  contactNote: fields.contactNote,
});

export const bodyOf = (
  fields: SessionDraftFields,
  span: { readonly startsAt: Instant; readonly endsAt: Instant },
) => ({
  title: fields.title,
  summary: fields.summary,
  certificateIds: fields.certificates.map(({ value }) => value),
  ...meetingOf(fields, span),
});
