import { useParams } from 'react-router';

import type { OutputOf } from '../../../kernel/endpoint.ts';
import { LinkButton } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Disclosure } from '../../../ui/feedback/disclosure.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { getSample, type SampledRow } from '../sample-contract.ts';
import { RecordPage } from './review-frame.tsx';
import { ApplicationTag, NO_BUREAU, verbLabel } from './review-labels.tsx';
import { ALL_BUREAUS } from './sample-list-page.tsx';
import { useRanks } from './sample-ranks.ts';

type Sample = OutputOf<typeof getSample>;

const Outcome = ({ row }: { readonly row: SampledRow }) =>
  row.verb === null || row.decidedAt === null ? (
    <span className="muted">未作决定</span>
  ) : (
    <>
      {verbLabel(row.verb)}（{row.reviewerName}，<Time at={row.decidedAt} />）
    </>
  );

const columnsOf = (ranks: Readonly<Record<string, string>>): readonly Column<SampledRow>[] => [
  { key: 'institutionName', label: '院校', main: true, render: (row) => row.institutionName },
  { key: 'bureau', label: '初审单位', render: (row) => row.reviewingBureauName ?? NO_BUREAU },
  {
    key: 'statusWhenDrawn',
    label: '抽取时',
    nowrap: true,
    render: (row) => <ApplicationTag status={row.statusWhenDrawn} />,
  },
  {
    key: 'status',
    badge: true,
    label: '现在',
    nowrap: true,
    render: (row) => <ApplicationTag status={row.status} />,
  },
  { key: 'outcome', label: '省级意见', render: (row) => <Outcome row={row} /> },
  {
    key: 'rank',
    label: '排序值（前 12 位）',
    nowrap: true,
    hideOnPhone: true,
    optional: true,
    render: (row) => <code>{ranks[row.applicationId]?.slice(0, 12) ?? ''}</code>,
  },
];

const HowToRepeat = ({ sample }: { readonly sample: Sample }) => {
  const [first] = sample.rows;
  return (
    <Disclosure summary="怎样复算">
      <div className="prose">
        <p>
          抽取只由种子决定：对范围内每件市级已作决定的申报，计算
          SHA-256（种子、斜线、申报编号连写），按十六进制结果从小到大排列，取前 {sample.size}
          件。种子、范围件数和抽中编号也写入了审计记录，任何人可据此复算。
        </p>
        {first === undefined ? null : (
          <p>
            例如：<code>{`printf '%s' '${sample.seed}/${first.applicationId}' | sha256sum`}</code>
          </p>
        )}
      </div>
    </Disclosure>
  );
};

const Drawn = ({ sample }: { readonly sample: Sample }) => {
  const ranks = useRanks(sample);
  const { drawnCount, decidedCount } = sample;
  return (
    <>
      <Section title="怎样抽的">
        <SummaryList
          items={[
            { term: '抽取时间', value: <Time at={sample.drawnAt} /> },
            { term: '抽取人', value: sample.drawerName },
            {
              term: '范围',
              value: `${sample.bureauName ?? ALL_BUREAUS}，市级已作决定的申报 ${sample.population} 件`,
            },
            { term: '抽中', value: `${drawnCount} 件（要求 ${sample.size} 件）` },
            {
              term: '办理结果',
              value: `${decidedCount} 件已有省级意见，${drawnCount - decidedCount} 件未作决定`,
            },
            { term: '种子', value: <code>{sample.seed}</code> },
          ]}
        />
        <HowToRepeat sample={sample} />
      </Section>
      <Section title="抽中的申报" framed={false}>
        <DataTable
          caption="抽中的申报"
          columns={columnsOf(ranks)}
          rows={sample.rows}
          rowKey={(row) => row.applicationId}
          rowHref={(row) => `/review/${row.applicationId}`}
          empty={
            <Empty title="没有可抽的申报">
              <p>抽取时范围内还没有市级作出决定的申报；市级作出初审决定后可以再抽。</p>
            </Empty>
          }
        />
      </Section>
    </>
  );
};

/** `/desk/rounds/:roundId/samples/:sampleId`: one draw and what became of each application. */
export const SamplePage = () => {
  const { roundId = '', sampleId = '' } = useParams();
  const read = useRead(getSample, { params: { roundId, sampleId } });
  const mayDraw = useHasRole('provincial_reviewer');
  const listTo = `/rounds/${roundId}/samples`;
  return (
    <RecordPage of={read} what="抽看" title="抽看结果">
      {(sample) => (
        <Page
          title="抽看结果"
          trail={[{ label: '抽看市级初审', to: listTo }]}
          action={mayDraw ? <LinkButton to={listTo}>再抽一次</LinkButton> : undefined}
          lead="点院校名称查看申报和市级意见，需要时退回或调取；“省级意见”只列抽取之后作出的。"
        >
          <Drawn sample={sample} />
        </Page>
      )}
    </RecordPage>
  );
};
