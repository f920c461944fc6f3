import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { DemoInstitution } from './queries.ts';
import { addPerson, bodyOf, type DemoWorld } from './world.ts';

const SCHOOL_PERSONAS: readonly (readonly [index: number, label: string])[] = [
  [0, '院校：填报中'],
  [1, '院校：填写完整，待提交'],
  [2, '院校：市级初审中'],
  [3, '院校：省级审核中'],
  [4, '院校：被退回修改'],
  [5, '院校：已撤回'],
  [60, '院校：本轮尚未开始'],
];

/** An administrator for every school that takes part, and two more people at the first. */
export const addSchoolPeople = async (
  world: DemoWorld,
  schools: readonly DemoInstitution[],
  at: Instant,
): Promise<Map<string, Actor>> => {
  const admins = new Map<string, Actor>();
  for (const [index, school] of schools.entries()) {
    const body = bodyOf(world, 'INSTITUTION', school.code);
    const loginName = `school-${String(index + 1).padStart(3, '0')}`;
    admins.set(
      school.id,
      await addPerson(world, body, { loginName, roles: ['institution_admin'] }, at),
    );
    const label = SCHOOL_PERSONAS.find(([position]) => position === index)?.[1];
    if (label !== undefined) {
      world.personas.push({ loginName, group: '院校', label: `${label}（${school.name}）` });
    }
  }
  const [first] = schools;
  if (first === undefined) return admins;
  const body = bodyOf(world, 'INSTITUTION', first.code);
  await addPerson(world, body, { loginName: 'school-staff', roles: ['institution_staff'] }, at);
  await addPerson(world, body, { loginName: 'school-leader', roles: ['institution_leader'] }, at);
  world.personas.push(
    { loginName: 'school-staff', group: '院校', label: '院校经办人：可填报，不能提交' },
    { loginName: 'school-leader', group: '院校', label: '牵头校领导：只读' },
  );
  return admins;
};
