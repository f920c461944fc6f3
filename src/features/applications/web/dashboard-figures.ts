import type { OutputOf } from '../../../kernel/endpoint.ts';
import {
  PARTICIPATION_GROUP_NAMES,
  type ParticipationGroup,
  statusesOf,
} from '../participation-groups.ts';
import type { roundDashboard } from '../review-contract.ts';

export type Cell = OutputOf<typeof roundDashboard>['cells'][number];
/** The figures of a round, or of one bureau or one kind of institution in it. */
export type Figures = Readonly<Record<ParticipationGroup, number>> & {
  readonly eligible: number;
  /** Of what is submitted. */
  readonly plannedHeadcount: number;
};

const sumOf = (cells: readonly Cell[], number: (cell: Cell) => number): number =>
  cells.reduce((sum, cell) => sum + number(cell), 0);

const cellsIn = (cells: readonly Cell[], group: ParticipationGroup): Cell[] =>
  cells.filter((cell) => statusesOf(group).includes(cell.status));

export const figuresOf = (cells: readonly Cell[]): Figures => ({
  ...(Object.fromEntries(
    PARTICIPATION_GROUP_NAMES.map((group) => [
      group,
      sumOf(cellsIn(cells, group), (cell) => cell.count),
    ]),
  ) as Record<ParticipationGroup, number>),
  eligible: sumOf(cells, (cell) => cell.count),
  plannedHeadcount: sumOf(cellsIn(cells, 'submitted'), (cell) => cell.plannedHeadcount),
});

/** Whole percent, rounded down so that 100% means all; what has begun is never 0%. */
export const percentOf = (part: number, whole: number): number => {
  if (whole === 0) return 0;
  const percent = Math.floor((part / whole) * 100);
  return part > 0 ? Math.max(1, percent) : percent;
};

export interface Part {
  /** Id of the bureau, or key of the kind; `null` for institutions without a reviewing bureau. */
  readonly key: string | null;
  readonly name: string;
  readonly figures: Figures;
  /** Percent of the eligible that have submitted. */
  readonly percent: number;
}

const partsBy = (
  cells: readonly Cell[],
  keyOf: (cell: Cell) => string | null,
  nameOf: (cell: Cell) => string,
): Part[] => {
  const groups = new Map<string | null, Cell[]>();
  for (const cell of cells) groups.set(keyOf(cell), [...(groups.get(keyOf(cell)) ?? []), cell]);
  return [...groups].map(([key, own]) => {
    const figures = figuresOf(own);
    const [first] = own;
    return {
      key,
      name: first === undefined ? '' : nameOf(first),
      figures,
      percent: percentOf(figures.submitted, figures.eligible),
    };
  });
};

/** One part a bureau in the server's order (by name), those without a bureau last. */
export const partsByBureau = (cells: readonly Cell[], nameOfNone: string): Part[] =>
  partsBy(
    cells,
    (cell) => cell.bureauId,
    (cell) => cell.bureauName ?? nameOfNone,
  ).toSorted((one, other) => Number(one.key === null) - Number(other.key === null));

/** One part a kind of institution, the most numerous first. */
export const partsByKind = (cells: readonly Cell[], label: (kind: string) => string): Part[] =>
  partsBy(
    cells,
    (cell) => cell.institutionKind,
    (cell) => label(cell.institutionKind),
  ).toSorted((one, other) => other.figures.eligible - one.figures.eligible);

const leadersText = (leaders: readonly Part[], noun: string): string => {
  const [first] = leaders;
  if (first === undefined) return '';
  const who = leaders.length === 1 ? first.name : `${leaders.length} 个${noun}`;
  return first.percent === 100 ? `${who}已全部提交` : `${who}已提交 ${first.percent}%`;
};

/** The first by name, so that the title says where to begin. */
const behindText = (behind: readonly Part[], noun: string): string => {
  const name = behind[0]?.name ?? '';
  return behind.length === 1 ? name : `${name}等 ${behind.length} 个${noun}`;
};

/**
 * The answer that stands over a chart: who is ahead and who is behind.
 * @param noun what the parts are, e.g. `单位`
 */
export const answerOf = (parts: readonly Part[], noun: string): string => {
  const most = Math.max(0, ...parts.map((part) => part.percent));
  const least = Math.min(...parts.map((part) => part.percent));
  const behind = parts.filter((part) => part.percent === least);
  if (behind.length === 0) return '还没有应申报的院校';
  const leaders = leadersText(
    parts.filter((part) => part.percent === most),
    noun,
  );
  return least === most ? leaders : `${leaders}，最少的是${behindText(behind, noun)} ${least}%`;
};
