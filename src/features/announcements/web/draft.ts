import type { ComboOption } from '../../../ui/form/use-options.ts';
import type { AttachmentRow } from '../contract.ts';
import { type Audience, EVERYBODY } from '../audience.ts';
import type { AnnouncementRecord } from '../register-contract.ts';

export interface WordsDraft {
  readonly title: string;
  readonly noticeNumber: string;
  readonly bodyHtml: string;
  /** Visible characters of the text. */
  readonly characters: number;
  readonly attachments: readonly AttachmentRow[];
}

/** Choices with their names, so that they can be shown before the server has said them again. */
export interface AudienceDraft {
  readonly kinds: readonly string[];
  readonly roles: readonly string[];
  readonly areas: readonly ComboOption[];
  readonly certificates: readonly ComboOption[];
  readonly roundId: string;
}

export interface AnnouncementDraft extends WordsDraft {
  readonly isPublic: boolean;
  readonly mustConfirm: boolean;
  readonly audience: AudienceDraft;
}

export const NEW_DRAFT: AnnouncementDraft = {
  title: '',
  noticeNumber: '',
  bodyHtml: '',
  characters: 0,
  attachments: [],
  isPublic: false,
  mustConfirm: false,
  audience: { kinds: [], roles: [], areas: [], certificates: [], roundId: '' },
};

export const draftOf = (record: AnnouncementRecord): AnnouncementDraft => ({
  title: record.title,
  noticeNumber: record.noticeNumber ?? '',
  bodyHtml: record.bodyHtml,
  characters: Array.from(record.bodyText).length,
  attachments: record.attachments,
  isPublic: record.isPublic,
  mustConfirm: record.mustConfirm,
  audience: {
    kinds: record.audience.kinds,
    roles: record.audience.roles,
    areas: record.audienceNames.areas.map(({ code, name }) => ({ value: code, label: name })),
    certificates: record.audienceNames.certificates.map(({ id, name }) => ({
      value: id,
      label: name,
    })),
    roundId: record.audience.notSubmittedRoundId ?? '',
  },
});

export const wordsOf = (draft: WordsDraft) => ({
  title: draft.title,
  noticeNumber: draft.noticeNumber.trim() === '' ? null : draft.noticeNumber,
  bodyHtml: draft.bodyHtml,
  attachmentIds: draft.attachments.map(({ id }) => id),
});

const audienceOf = (draft: AudienceDraft): Audience => ({
  ...EVERYBODY,
  // The boxes offer nothing but these.
  kinds: draft.kinds as Audience['kinds'],
  roles: draft.roles as Audience['roles'],
  areaCodes: draft.areas.map(({ value }) => value),
  certificateIds: draft.certificates.map(({ value }) => value),
  notSubmittedRoundId: draft.roundId === '' ? null : draft.roundId,
});

export const bodyOf = (draft: AnnouncementDraft) => ({
  ...wordsOf(draft),
  isPublic: draft.isPublic,
  mustConfirm: draft.mustConfirm,
  audience: audienceOf(draft.audience),
});
