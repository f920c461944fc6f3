import { useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import { errorFinding } from '../../../kernel/finding.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { SelectField } from '../../../ui/form/choice-fields.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { NumberField } from '../../../ui/form/text-fields.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { getRoundEndpoint } from '../../rounds/contract.ts';
import { PROVINCE_READERS } from '../policy.ts';
import { drawSample, listSamples, SAMPLE_LIMIT, type SampleFacts } from '../sample-contract.ts';
import { type Choice, useBureauChoices } from './review-choices.ts';
import { RecordPage } from './review-frame.tsx';

/** Where a draw takes from everything that cities have decided. */
export const ALL_BUREAUS = '全省';

interface DrawFormProps {
  readonly roundId: string;
  readonly bureaus: readonly Choice[];
}

const DrawForm = ({ roundId, bureaus }: DrawFormProps) => {
  const [size, setSize] = useState<number | null>(10);
  const [bureauId, setBureauId] = useState('');
  const [isWrong, setWrong] = useState(false);
  const write = useWrite(drawSample, { invalidates: ['applications'] });
  const navigate = useNavigate();
  const submit = () => {
    const isMissing = size === null || size < 1 || size > SAMPLE_LIMIT;
    setWrong(isMissing);
    if (isMissing) return;
    write.mutate(
      { params: { roundId }, body: { size, ...(bureauId === '' ? {} : { bureauId }) } },
      { onSuccess: ({ id }) => void navigate(`/rounds/${roundId}/samples/${id}`) },
    );
  };
  const wrong = errorFinding('sample.size', 'size', `请填写 1 至 ${SAMPLE_LIMIT} 的件数`);
  return (
    <Form label="抽看" error={write.error} findings={isWrong ? [wrong] : []} onSubmit={submit}>
      <ErrorSummary />
      <NumberField
        name="size"
        label="抽看件数"
        help={`1 至 ${SAMPLE_LIMIT} 件；可抽的不足时全部抽出。`}
        unit="件"
        required
        value={size}
        onChange={setSize}
      />
      <SelectField
        name="bureauId"
        label="初审单位"
        prompt={ALL_BUREAUS}
        value={bureauId}
        onChange={setBureauId}
        options={bureaus}
      />
      <div className="row">
        <Button type="submit" tone="primary" busy={write.isPending} busyText="正在抽取">
          抽取
        </Button>
      </div>
    </Form>
  );
};

const COLUMNS: readonly Column<SampleFacts>[] = [
  {
    key: 'drawnAt',
    label: '抽取时间',
    main: true,
    sort: 'drawnAt',
    nowrap: true,
    render: (row) => <Time at={row.drawnAt} />,
  },
  { key: 'drawerName', label: '抽取人', nowrap: true, render: (row) => row.drawerName },
  { key: 'bureauName', label: '范围', render: (row) => row.bureauName ?? ALL_BUREAUS },
  { key: 'population', label: '可抽', align: 'end', render: (row) => `${row.population} 件` },
  {
    key: 'drawnCount',
    label: '抽中',
    align: 'end',
    sort: 'drawnCount',
    render: (row) => `${row.drawnCount} 件`,
  },
  {
    key: 'decidedCount',
    label: '已有省级意见',
    align: 'end',
    render: (row) => `${row.decidedCount} 件`,
  },
];

const filtersOf = (bureaus: readonly Choice[]): readonly Filter[] =>
  bureaus.length === 0
    ? []
    : [{ kind: 'select', name: 'bureauId', label: '初审单位', options: bureaus }];

interface PastDrawsProps extends DrawFormProps {
  readonly mayDraw: boolean;
}

const PastDraws = ({ roundId, bureaus, mayDraw }: PastDrawsProps) => {
  const filters = useMemo(() => filtersOf(bureaus), [bureaus]);
  const source = useList(listSamples, { filters, params: { roundId } });
  return (
    <List
      id="applications.samples"
      caption="历次抽看"
      source={source}
      columns={COLUMNS}
      rowKey={(row) => row.id}
      rowHref={(row) => `/rounds/${roundId}/samples/${row.id}`}
      empty={
        <Empty title="还没有抽看">
          <p>
            {mayDraw
              ? '填写件数并点“抽取”后，每次抽看和各件的办理结果都列在这里。'
              : '省级审核员抽看后，每次抽看和各件的办理结果都列在这里。'}
          </p>
        </Empty>
      }
    />
  );
};

/** `/desk/rounds/:roundId/samples`: the province looks again at what cities have decided. */
export const SampleListPage = () => {
  const { roundId = '' } = useParams();
  const read = useRead(getRoundEndpoint, { params: { roundId } });
  const mayDraw = useHasRole('provincial_reviewer');
  const mayRead = useHasRole(...PROVINCE_READERS);
  const bureaus = useBureauChoices();
  return (
    <RecordPage of={read} what="申报轮次" title="抽看市级初审">
      {(round) => (
        <Page
          title="抽看市级初审"
          trail={[
            { label: '申报轮次', to: '/rounds' },
            { label: round.title, to: `/rounds/${round.id}/dashboard` },
          ]}
          lead="随机抽取市级已作决定的申报再看一遍；每次抽取都留痕，不能删除。"
        >
          {mayDraw ? (
            <Section title="新的抽取">
              <DrawForm roundId={round.id} bureaus={bureaus} />
            </Section>
          ) : null}
          {mayRead ? (
            <Section title="历次抽看" framed={false}>
              <PastDraws roundId={round.id} bureaus={bureaus} mayDraw={mayDraw} />
            </Section>
          ) : (
            <NoPermission>抽看由省级审核员进行，省级和项目办可以查看。</NoPermission>
          )}
        </Page>
      )}
    </RecordPage>
  );
};
