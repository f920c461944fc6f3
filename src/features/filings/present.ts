import type { Actor } from '../../kernel/actor.ts';
import type { DeskEdition, EditionFacts } from './edition-contract.ts';
import type { StoredEdition } from './edition-queries.ts';
import { seesPeople } from './policy.ts';

/** An edition as everybody sees it: the office confirmed it, not a person. */
export const editionFactsOf = ({ id: _, confirmerName: _name, ...facts }: StoredEdition): EditionFacts => facts;

/** The same for the desk: the province also reads who confirmed. */
export const deskEditionOf = (edition: StoredEdition, actor: Actor): DeskEdition => ({
  ...editionFactsOf(edition),
  confirmerName: seesPeople(actor) ? edition.confirmerName : null,
});
