import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Actor, Role } from '../../kernel/actor.ts';
import { ROLES, SYSTEM } from '../../kernel/actor.ts';
import { toInstant } from '../../kernel/time.ts';
import { permittedVerbs, transit } from '../../kernel/workflow.ts';
import { certificateExit, CERTIFICATE_STATUSES, isOpenForApplication } from './status.ts';

const at = toInstant('2025-03-01T02:00:00.000Z');
const subject = (status: (typeof CERTIFICATE_STATUSES)[number]) => ({
  status,
  limits: {},
  deeds: [],
  institutionId: '',
});
const person = (role: Role): Actor => ({
  kind: 'person',
  userId: 'u',
  name: '某人',
  organizationId: 'o',
  organizationName: '某单位',
  organizationKind: 'PROJECT_OFFICE',
  roles: [role],
  affiliatedInstitutionIds: [],
  sessionId: 's',
});

describe('the exit of a certificate', () => {
  it('permits exactly these verbs, and only to the office administrator', () => {
    const verbs = {
      ACTIVE: ['beginExit'],
      EXITING: ['finishExit', 'restore'],
      EXITED: ['restore'],
    } as const;
    for (const status of CERTIFICATE_STATUSES) {
      for (const role of Object.keys(ROLES) as Role[]) {
        const expected = role === 'project_office_admin' ? verbs[status] : [];
        assert.deepEqual(
          permittedVerbs(certificateExit, subject(status), person(role), at),
          expected,
        );
      }
      assert.deepEqual(permittedVerbs(certificateExit, subject(status), SYSTEM, at), []);
    }
  });

  it('asks for a reason', () => {
    for (const [status, verb] of [
      ['ACTIVE', 'beginExit'],
      ['EXITING', 'finishExit'],
      ['EXITED', 'restore'],
    ] as const) {
      const step = { verb, at, reason: ' ' };
      assert.throws(
        () => transit(certificateExit, subject(status), person('project_office_admin'), step),
        {
          code: 'catalog.reason_required',
        },
      );
    }
  });

  it('closes a certificate to new applications from its beginning', () => {
    assert.deepEqual(CERTIFICATE_STATUSES.filter(isOpenForApplication), ['ACTIVE']);
  });
});
