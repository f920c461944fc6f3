import { errorFinding, type Finding } from '../../kernel/finding.ts';
import type { Visibility } from './status.ts';

export const DOCUMENT_BYTES = 20 * 1024 * 1024;
export const DOCUMENT_KINDS = ['pdf', 'docx', 'xlsx', 'jpeg', 'png', 'csv'] as const;

/** A visit that comes so soon after the last look belongs to it: a reload must not clear what is new. */
export const VISIT_MINUTES = 30;

export interface Reach {
  readonly visibility: Visibility;
  readonly kinds: readonly string[];
  readonly roles: readonly string[];
}

export const reachFindings = ({ visibility, kinds, roles }: Reach): Finding[] => {
  if (visibility === 'KINDS' && kinds.length === 0)
    return [errorFinding('documents.no_kinds', 'kinds', '请选择哪些类型的单位可以看')];
  if (visibility === 'ROLES' && roles.length === 0)
    return [errorFinding('documents.no_roles', 'roles', '请选择哪些角色可以看')];
  return [];
};
