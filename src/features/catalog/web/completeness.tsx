import type { OutputOf } from '../../../kernel/endpoint.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { Stat, Stats } from '../../../ui/display/stat.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { catalogCompleteness } from '../contract.ts';
import { BATCHES } from '../levels.ts';

type Data = OutputOf<typeof catalogCompleteness>;

const gapText = (expected: number | null, have: number): string => {
  if (expected === null) return '没有登记公布数量';
  return expected > have
    ? `公布 ${expected} 个，还差 ${expected - have} 个`
    : `公布 ${expected} 个，已齐`;
};

const toneOf = (count: number) => (count === 0 ? {} : { tone: 'attention' as const });

const BatchStat = ({ batch, expected, certificates }: Data['batches'][number]) => (
  <Stat
    figure={certificates}
    label={BATCHES[batch]}
    to={`/catalog?batch=${batch}`}
    {...(expected === null ? {} : { note: gapText(expected, certificates) })}
  />
);

const Figures = ({ data }: { readonly data: Data }) => (
  <Stats>
    <Stat
      figure={data.certificates}
      label="已收证书"
      note={gapText(data.expected, data.certificates)}
      {...toneOf(Math.max(0, (data.expected ?? 0) - data.certificates))}
    />
    {data.batches.map((one) => (
      <BatchStat key={one.batch} {...one} />
    ))}
    <Stat
      figure={data.withoutBatch}
      label="批次待核"
      to="/catalog?batch=unknown"
      {...toneOf(data.withoutBatch)}
    />
    <Stat
      figure={data.withoutLevels}
      label="没有等级"
      to="/catalog?level=none"
      note="登记等级后才能申报"
      {...toneOf(data.withoutLevels)}
    />
  </Stats>
);

/** How far the catalog is from what was published. */
export const Completeness = () => {
  const read = useRead(catalogCompleteness, {});
  return (
    <QueryState of={read} what="目录完整程度">
      {(data) => <Figures data={data} />}
    </QueryState>
  );
};
