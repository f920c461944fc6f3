import type { Actor, AnyActor } from '../../kernel/actor.ts';

/** Downloads are typed for anybody; behind an access rule it is a person. */
export const asPerson = (actor: AnyActor): Actor => {
  if (actor.kind !== 'person') throw new Error('a signed-in person was expected');
  return actor;
};
