import { type Actor, type AnyActor, type Role, scopeOf } from '../../kernel/actor.ts';
import { type DateOnly, type Instant, startOfBeijingDay } from '../../kernel/time.ts';
import { permittedVerbs } from '../../kernel/workflow.ts';
import { type FilingLimit, filingsWorkflow, type FilingStatus, type FilingVerb } from './status.ts';
import type { Subject } from '../../kernel/workflow.ts';

/** The filed list is the office's word (A9); a single person confirms it under their own name. */
export const CONFIRMERS: readonly Role[] = ['project_office_admin'];

export const PROVINCIAL_READERS: readonly Role[] = [
  'project_office_admin',
  'project_office_staff',
  'provincial_reviewer',
  'provincial_viewer',
  'auditor',
];

/** What would be confirmed next is the office's business until it is. */
export const PREVIEW_READERS: readonly Role[] = ['project_office_admin', 'project_office_staff'];

/** Evaluation organizations read the confirmed editions instead, which leaves a receipt. */
export const FILING_READERS: readonly Role[] = [
  ...PROVINCIAL_READERS,
  'city_admin',
  'city_reviewer',
  'city_viewer',
  'institution_admin',
  'institution_staff',
  'institution_leader',
];

export const EVALUATION_READERS: readonly Role[] = ['org_admin', 'org_staff'];

/** Which filings a person reaches; `day` is today in Beijing, for who answers for whom. */
export type FilingScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'bureau'; readonly organizationId: string; readonly day: DateOnly }
  | { readonly kind: 'institution'; readonly organizationId: string }
  | { readonly kind: 'none' };

export const filingScope = (actor: AnyActor, day: DateOnly): FilingScope => {
  const scope = scopeOf(actor);
  switch (scope.kind) {
    case 'all':
    case 'institution':
      return scope;
    case 'bureau':
      return { ...scope, day };
    case 'evaluation':
    case 'public':
      return { kind: 'none' };
  }
};

export const seesPeople = (actor: Actor): boolean => scopeOf(actor).kind === 'all';

export interface FilingInTime {
  readonly institutionId: string;
  readonly status: FilingStatus;
  readonly validTo: DateOnly;
}

export const filingSubject = (
  filing: FilingInTime,
): Subject<FilingStatus, FilingVerb, FilingLimit> => ({
  status: filing.status,
  limits: { validTo: startOfBeijingDay(filing.validTo) },
  deeds: [],
  institutionId: filing.institutionId,
});

export const permittedFilingVerbs = (
  filing: FilingInTime,
  actor: AnyActor,
  at: Instant,
): FilingVerb[] => permittedVerbs(filingsWorkflow, filingSubject(filing), actor, at);
