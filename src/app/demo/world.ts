import {
  type Actor,
  ORGANIZATION_KINDS,
  type OrganizationKind,
  type Role,
} from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { createAccount } from '../../features/accounts/index.ts';
import { allOrganizations } from '../../features/organizations/index.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { personName } from './people.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';
import type { PlannedJob } from '../../platform/jobs.ts';

export interface DemoBody {
  readonly id: string;
  readonly kind: OrganizationKind;
  readonly code: string;
  readonly name: string;
}

export interface DemoPersona {
  readonly loginName: string;
  readonly label: string;
  readonly group: string;
}

/** What the builders of the demo share: the bodies, the invented people, and the list shown on the sign-in page. */
export interface DemoWorld {
  readonly tx: Transaction;
  readonly random: SeededRandom;
  readonly bodies: readonly DemoBody[];
  readonly personas: DemoPersona[];
  /** The demo's password hash; every invented person has the same password. */
  readonly passwordHash: string;
  /** What the actions would have told people, in order; the latest of it is told in the end. */
  readonly told: PlannedJob[];
}

const isKind = (kind: string): kind is OrganizationKind => kind in ORGANIZATION_KINDS;

export const openWorld = async (tx: Transaction, passwordHash: string): Promise<DemoWorld> => {
  const bodies = (await allOrganizations(tx)).flatMap(({ id, kind, code, name }) =>
    isKind(kind) ? [{ id, kind, code, name }] : [],
  );
  return { tx, random: seededRandom('onex-demo'), bodies, personas: [], passwordHash, told: [] };
};

export const bodyOf = (world: DemoWorld, kind: string, code: string): DemoBody => {
  const body = world.bodies.find((candidate) => candidate.kind === kind && candidate.code === code);
  if (body === undefined) throw new Error(`the demo needs ${kind} ${code}`);
  return body;
};

/** Creates an invented person and returns them as an actor for real actions. */
export const addPerson = async (
  world: DemoWorld,
  body: DemoBody,
  person: { readonly loginName: string; readonly roles: readonly Role[] },
  at: Instant,
): Promise<Actor> => {
  const name = personName(world.random);
  const userId = await createAccount(world.tx, {
    organizationId: body.id,
    loginName: person.loginName,
    name,
    roles: person.roles,
    passwordHash: world.passwordHash,
    at,
  });
  return {
    kind: 'person',
    userId,
    name,
    organizationId: body.id,
    organizationName: body.name,
    organizationKind: body.kind,
    roles: person.roles,
    affiliatedInstitutionIds: [],
    sessionId: userId,
  };
};
