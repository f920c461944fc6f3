import type { PdfHazard } from './file-refusal.ts';
import type { PdfScan } from './pdf-scan.ts';
import { valuesOf, type PdfDict, type PdfEntry, type PdfValue } from './pdf-value.ts';

/**
 * Names that have no business in a sealed letter, whether as key or as value (ISO 32000-1, 12.6.4 action types, 7.11.4
 * embedded files, 12.7.8 XFA, 13 multimedia). Resource names chosen by producers (F1, TT0, Im3 ...) never look so.
 */
const FORBIDDEN_NAMES: ReadonlyMap<string, PdfHazard> = new Map([
  ['JavaScript', 'script'],
  ['OnInstantiate', 'script'],
  ['Launch', 'program_launch'],
  ['GoToE', 'attachment'],
  ['EmbeddedFile', 'attachment'],
  ['EmbeddedFiles', 'attachment'],
  ['FileAttachment', 'attachment'],
  ['XFA', 'dynamic_form'],
  ['RichMedia', 'rich_media'],
  ['RichMediaContent', 'rich_media'],
  ['Rendition', 'rich_media'],
  ['SubmitForm', 'form_submission'],
  ['ImportData', 'form_submission'],
]);

/** Keys of an additional-actions dictionary (12.6.3): annotation, page, field and document triggers. */
const TRIGGERS: ReadonlySet<string> = new Set(
  'E X D U Fo Bl PO PC PV PI O C K F V WC WS DS WP DP'.split(' '),
);

type Resolve = (value: PdfValue) => readonly PdfValue[];

const resolveIn =
  (scan: PdfScan): Resolve =>
  (value) =>
    value.kind === 'ref' ? scan.definitionsOf(value.target) : [value];

/** A reference that cannot be followed may lead anywhere. */
const leadsNowhere = (value: PdfValue, resolve: Resolve): boolean =>
  value.kind === 'ref' && resolve(value).length === 0;

/** `/JS` and `/AA` may also be names that a producer gave to a font or picture; those say so themselves. */
const looksLikeResource = (value: PdfValue): boolean => {
  if (value.kind === 'array') return true;
  if (value.kind !== 'dict') return false;
  return value.entries.some(
    ({ key, value: of }) =>
      (key === 'Type' &&
        of.kind === 'name' &&
        /^(?:Font|XObject|ExtGState|Pattern)$/.test(of.name)) ||
      (key === 'Subtype' && of.kind === 'name' && /^(?:Image|Form)$/.test(of.name)) ||
      key === 'ShadingType',
  );
};

const isScript = (value: PdfValue, resolve: Resolve): boolean => {
  if (leadsNowhere(value, resolve)) return true;
  return resolve(value).some(
    (target) =>
      target.kind === 'string' ||
      (target.kind === 'dict' && value.kind === 'ref' && !looksLikeResource(target)),
  );
};

const isAction = (value: PdfValue, resolve: Resolve): boolean =>
  leadsNowhere(value, resolve) ||
  resolve(value).some((target) => target.kind === 'dict' && valuesOf(target, 'S').length > 0);

const isTriggerTable = (value: PdfValue, resolve: Resolve): boolean => {
  if (leadsNowhere(value, resolve)) return true;
  return resolve(value).some(
    (table) =>
      table.kind === 'dict' &&
      table.entries.some((entry) => TRIGGERS.has(entry.key) && isAction(entry.value, resolve)),
  );
};

/** A jump to a page of the same file and nothing after it (12.6.4.2). */
const isPlainJump = (action: PdfDict): boolean => {
  const types = valuesOf(action, 'S');
  return (
    types.length > 0 &&
    types.every((type) => type.kind === 'name' && type.name === 'GoTo') &&
    valuesOf(action, 'Next').length === 0
  );
};

const isHarmlessOpening = (value: PdfValue, resolve: Resolve): boolean =>
  !leadsNowhere(value, resolve) &&
  resolve(value).every((target) => target.kind !== 'dict' || isPlainJump(target));

const hazardOfEntry = ({ key, value }: PdfEntry, resolve: Resolve): PdfHazard | undefined => {
  const forbidden = FORBIDDEN_NAMES.get(key);
  if (forbidden !== undefined) return forbidden;
  if (key === 'JS' && isScript(value, resolve)) return 'script';
  if (key === 'AA' && isTriggerTable(value, resolve)) return 'automatic_action';
  if (key === 'OpenAction' && !isHarmlessOpening(value, resolve)) return 'automatic_action';
  return undefined;
};

const firstHazard = <T>(
  items: readonly T[],
  judge: (item: T) => PdfHazard | undefined,
): PdfHazard | undefined => {
  for (const item of items) {
    const hazard = judge(item);
    if (hazard !== undefined) return hazard;
  }
  return undefined;
};

const hazardOf = (value: PdfValue, resolve: Resolve): PdfHazard | undefined => {
  switch (value.kind) {
    case 'name':
      return FORBIDDEN_NAMES.get(value.name);
    case 'array':
      return firstHazard(value.items, (item) => hazardOf(item, resolve));
    case 'dict':
      return firstHazard(
        value.entries,
        (entry) => hazardOfEntry(entry, resolve) ?? hazardOf(entry.value, resolve),
      );
    default:
      return undefined;
  }
};

/** The first thing found that a sealed letter must not hold, or undefined. */
export const findHazard = (scan: PdfScan): PdfHazard | undefined => {
  const resolve = resolveIn(scan);
  return firstHazard(scan.values, (value) => hazardOf(value, resolve));
};
