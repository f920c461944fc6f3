import type { Actor } from '../../kernel/actor.ts';
import type { OutputOf } from '../../kernel/endpoint.ts';
import type { DeskEdition, EditionFacts, listEditionRows } from './edition-contract.ts';
import type { StoredEdition } from './edition-queries.ts';
import type { EditionRow } from './edition.ts';
import { seesPeople } from './policy.ts';

/** An edition as everybody sees it: the office confirmed it, not a person. */
export const editionFactsOf = (edition: StoredEdition): EditionFacts => ({
  roundId: edition.roundId,
  roundTitle: edition.roundTitle,
  year: edition.year,
  sequence: edition.sequence,
  number: edition.number,
  isCurrent: edition.isCurrent,
  confirmedAt: edition.confirmedAt,
  confirmedBy: edition.confirmedBy,
  note: edition.note,
  rowCount: edition.rowCount,
  addedCount: edition.addedCount,
  changedCount: edition.changedCount,
  removedCount: edition.removedCount,
  contentHash: edition.contentHash,
});

/** The same for the desk: the province also reads who confirmed. */
export const deskEditionOf = (edition: StoredEdition, actor: Actor): DeskEdition => ({
  ...editionFactsOf(edition),
  confirmerName: seesPeople(actor) ? edition.confirmerName : null,
});

/** A line as it is published, without what is stored beside it. */
export const editionRowOf = (
  row: EditionRow,
): OutputOf<typeof listEditionRows>['rows'][number] => ({
  position: row.position,
  change: row.change,
  filingNumber: row.filingNumber,
  institutionName: row.institutionName,
  institutionKind: row.institutionKind,
  areaName: row.areaName,
  certificateName: row.certificateName,
  level: row.level,
  evaluationOrganizationName: row.evaluationOrganizationName,
  majorNames: [...row.majorNames],
  headcount: row.headcount,
  isNew: row.isNew,
});
