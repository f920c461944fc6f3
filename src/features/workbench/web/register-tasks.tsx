import type { OutputOf } from '../../../kernel/endpoint.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { Stat, Stats } from '../../../ui/display/stat.tsx';
import { Columns, Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { catalogCompleteness } from '../../catalog/contract.ts';
import { listWithoutBureau } from '../../organizations/jurisdiction-contract.ts';
import { destinations } from './destinations.ts';

const WithoutBureau = () => {
  const read = useRead(listWithoutBureau, {});
  return (
    <QueryState of={read} what="未指定管辖的院校">
      {({ total }) => (
        <Stats>
          <Stat
            figure={total}
            label="未指定管辖的院校"
            to={destinations.withoutBureau}
            note={total === 0 ? '都已指定初审单位' : '指定初审单位后才能提交申报'}
            {...(total === 0 ? {} : { tone: 'attention' as const })}
          />
        </Stats>
      )}
    </QueryState>
  );
};

type Completeness = OutputOf<typeof catalogCompleteness>;

const gapText = ({ expected, certificates }: Completeness): string => {
  if (expected === null) return '没有登记公布数量';
  const missing = expected - certificates;
  return missing > 0 ? `公布 ${expected} 个，还差 ${missing} 个` : `公布 ${expected} 个，已齐`;
};

const Catalog = () => {
  const read = useRead(catalogCompleteness, {});
  return (
    <QueryState of={read} what="证书目录">
      {(data) => (
        <Stats>
          <Stat
            figure={data.certificates}
            label="目录中的证书"
            to={destinations.catalog}
            note={gapText(data)}
          />
          <Stat
            figure={data.withoutLevels}
            label="没有等级的证书"
            to={destinations.withoutLevels}
            note={data.withoutLevels === 0 ? '都已登记等级' : '登记等级后院校才能选择'}
            {...(data.withoutLevels === 0 ? {} : { tone: 'attention' as const })}
          />
        </Stats>
      )}
    </QueryState>
  );
};

/** What the office keeps in order besides the rounds. */
export const RegisterTasks = () => (
  <Section title="基础数据" framed={false}>
    <Columns>
      <WithoutBureau />
      <Catalog />
    </Columns>
  </Section>
);
