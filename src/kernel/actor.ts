import type { Instant } from './time.ts';

/** Roles of process.md section 2 that the application job needs; labels are what the screen says. */
export const ROLES = {
  project_office_admin: '项目办管理员',
  project_office_staff: '项目办工作人员',
  provincial_reviewer: '省级审核员',
  provincial_viewer: '省级查看人员',
  city_admin: '市级管理员',
  city_reviewer: '市级初审员',
  city_viewer: '市级查看人员',
  institution_admin: '院校负责部门负责人',
  institution_staff: '院校经办人',
  institution_leader: '院校牵头校领导',
  org_admin: '评价组织管理员',
  org_staff: '评价组织工作人员',
  auditor: '审计员',
  system_admin: '系统管理员',
} as const;

export type Role = keyof typeof ROLES;

export const ORGANIZATION_KINDS = {
  PROJECT_OFFICE: '项目办公室',
  PROVINCIAL_DEPARTMENT: '省级教育行政部门',
  CITY_BUREAU: '市级教育行政部门',
  INSTITUTION: '院校',
  EVALUATION_ORGANIZATION: '培训评价组织',
} as const;

export type OrganizationKind = keyof typeof ORGANIZATION_KINDS;

/** Which roles a person of an organization of this kind can hold. */
export const ROLES_OF_KIND: Record<OrganizationKind, readonly Role[]> = {
  PROJECT_OFFICE: [
    'project_office_admin',
    'project_office_staff',
    'provincial_reviewer',
    'auditor',
    'system_admin',
  ],
  PROVINCIAL_DEPARTMENT: ['provincial_reviewer', 'provincial_viewer', 'auditor'],
  CITY_BUREAU: ['city_admin', 'city_reviewer', 'city_viewer'],
  INSTITUTION: ['institution_admin', 'institution_staff', 'institution_leader'],
  EVALUATION_ORGANIZATION: ['org_admin', 'org_staff'],
};

/** Who really looks when support opens another person's view. */
export interface Viewer {
  readonly userId: string;
  readonly name: string;
  readonly organizationId: string;
  readonly organizationName: string;
  /** When the view ends. */
  readonly endsAt: Instant;
}

/** A signed-in person as every rule sees them. */
export interface Actor {
  readonly kind: 'person';
  readonly userId: string;
  readonly name: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly organizationKind: OrganizationKind;
  readonly roles: readonly Role[];
  /** Institutions this person works for besides the organization they act for; they review none of them. */
  readonly affiliatedInstitutionIds: readonly string[];
  readonly sessionId: string;
  /** Somebody else sees this person's view, to help; nothing is written meanwhile. */
  readonly viewer?: Viewer;
}

/** The system acting by itself (deadline reached, demo being built). */
export interface SystemActor {
  readonly kind: 'system';
  readonly name: string;
}

export interface PublicActor {
  readonly kind: 'public';
}

export type AnyActor = Actor | SystemActor | PublicActor;

export const SYSTEM: SystemActor = { kind: 'system', name: '系统' };
export const PUBLIC: PublicActor = { kind: 'public' };

export const hasRole = (actor: AnyActor, ...roles: readonly Role[]): boolean =>
  actor.kind === 'person' && actor.roles.some((role) => roles.includes(role));

/**
 * Which rows an actor may reach, as plain data: the owner's `queries.ts` turns it into SQL, and the same values
 * are set on the transaction for row-level security.
 */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'bureau'; readonly organizationId: string }
  | { readonly kind: 'institution'; readonly organizationId: string }
  | { readonly kind: 'evaluation'; readonly organizationId: string }
  | { readonly kind: 'public' };

/** system_admin alone is technical: no business rows (process.md 2, separation of duties). */
const BUSINESS_OFFICE_ROLES: readonly Role[] = [
  'project_office_admin',
  'project_office_staff',
  'provincial_reviewer',
  'provincial_viewer',
  'auditor',
];

export const scopeOf = (actor: AnyActor): Scope => {
  if (actor.kind === 'system') return { kind: 'all' };
  if (actor.kind === 'public') return { kind: 'public' };
  switch (actor.organizationKind) {
    case 'PROJECT_OFFICE':
    case 'PROVINCIAL_DEPARTMENT':
      return hasRole(actor, ...BUSINESS_OFFICE_ROLES) ? { kind: 'all' } : { kind: 'public' };
    case 'CITY_BUREAU':
      return { kind: 'bureau', organizationId: actor.organizationId };
    case 'INSTITUTION':
      return { kind: 'institution', organizationId: actor.organizationId };
    case 'EVALUATION_ORGANIZATION':
      return { kind: 'evaluation', organizationId: actor.organizationId };
  }
};
