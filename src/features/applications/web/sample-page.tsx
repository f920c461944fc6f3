import { useState } from 'react';
import { Link, useParams } from 'react-router';

import { errorFinding } from '../../../kernel/finding.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Disclosure } from '../../../ui/feedback/disclosure.tsx';
import { SelectField } from '../../../ui/form/choice-fields.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { NumberField } from '../../../ui/form/text-fields.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { useActor, useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { nowInstant } from '../../../ui/time/clock.ts';
import { getRoundEndpoint } from '../../rounds/contract.ts';
import type { RoundDetail } from '../../rounds/contract.ts';
import { drawSample } from '../review-contract.ts';
import { useBureauChoices } from './review-choices.ts';
import { RecordPage } from './review-frame.tsx';
import { ApplicationTag, NO_BUREAU } from './review-labels.tsx';
import { type Draw, useDraws, useRanks } from './sample-draws.ts';

const MOST = 200;
const ALL_BUREAUS = '全省';

interface DrawFormProps {
  readonly roundId: string;
  readonly onDrawn: (draw: Draw) => void;
}

const DrawForm = ({ roundId, onDrawn }: DrawFormProps) => {
  const bureaus = useBureauChoices();
  const [size, setSize] = useState<number | null>(10);
  const [bureauId, setBureauId] = useState('');
  const [isWrong, setWrong] = useState(false);
  const write = useWrite(drawSample);
  const submit = () => {
    const isMissing = size === null || size < 1 || size > MOST;
    setWrong(isMissing);
    if (isMissing) return;
    const bureauName = bureaus.find((bureau) => bureau.value === bureauId)?.label ?? ALL_BUREAUS;
    write.mutate(
      { params: { roundId }, body: { size, ...(bureauId === '' ? {} : { bureauId }) } },
      { onSuccess: (answer) => onDrawn({ ...answer, size, bureauName, drawnAt: nowInstant() }) },
    );
  };
  return (
    <Form
      label="抽看"
      error={write.error}
      findings={isWrong ? [errorFinding('sample.size', 'size', `请填写 1 至 ${MOST} 的件数`)] : []}
      onSubmit={submit}
    >
      <ErrorSummary />
      <NumberField
        name="size"
        label="抽看件数"
        help={`1 至 ${MOST} 件；可抽的不足时全部抽出。`}
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

type DrawnRow = Draw['rows'][number];

const columnsOf = (ranks: Readonly<Record<string, string>>): readonly Column<DrawnRow>[] => [
  {
    key: 'institutionName',
    label: '院校',
    main: true,
    render: (row) => row.institutionName,
  },
  {
    key: 'status',
    label: '抽取时的状态',
    nowrap: true,
    render: (row) => <ApplicationTag status={row.status} />,
  },
  { key: 'bureau', label: '初审单位', render: (row) => row.reviewingBureauName ?? NO_BUREAU },
  {
    key: 'rank',
    label: '排序值（前 12 位）',
    nowrap: true,
    hideOnPhone: true,
    render: (row) => <code>{ranks[row.id]?.slice(0, 12) ?? ''}</code>,
  },
];

const HowToRepeat = ({ drawn }: { readonly drawn: Draw }) => {
  const [first] = drawn.rows;
  return (
    <Disclosure summary="怎样复算">
      <div className="prose">
        <p>
          抽取只由种子决定：对范围内每件市级已作决定的申报，计算
          SHA-256（种子、斜线、申报编号连写），按十六进制结果从小到大排列，取前
          {drawn.size} 件。种子、范围件数和抽中编号已写入审计记录，任何人可据此复算。
        </p>
        {first === undefined ? null : (
          <p>
            例如：<code>{`printf '%s' '${drawn.seed}/${first.id}' | sha256sum`}</code>
          </p>
        )}
      </div>
    </Disclosure>
  );
};

const Drawn = ({ drawn }: { readonly drawn: Draw }) => {
  const ranks = useRanks(drawn);
  return (
    <>
      <SummaryList
        items={[
          { term: '抽取时间', value: <Time at={drawn.drawnAt} /> },
          { term: '范围', value: `${drawn.bureauName}，市级已作决定的申报 ${drawn.population} 件` },
          { term: '抽中', value: `${drawn.rows.length} 件（要求 ${drawn.size} 件）` },
          { term: '种子', value: <code>{drawn.seed}</code> },
        ]}
      />
      <DataTable
        caption="抽中的申报"
        columns={columnsOf(ranks)}
        rows={drawn.rows}
        rowKey={(row) => row.id}
        rowHref={(row) => `/review/${row.id}`}
        empty={
          <Empty title="没有可抽的申报">
            <p>市级作出初审决定后才能抽看。</p>
          </Empty>
        }
      />
      <HowToRepeat drawn={drawn} />
    </>
  );
};

const Samples = ({ round }: { readonly round: RoundDetail }) => {
  const { draws, add } = useDraws(useActor().userId, round.id);
  const [latest, ...earlier] = draws;
  return (
    <>
      <Section title="新的抽取" note="每次抽取都留痕，不能删除">
        <DrawForm roundId={round.id} onDrawn={add} />
      </Section>
      <Section title="抽取结果">
        {latest === undefined ? (
          <Empty title="还没有抽取">
            <p>
              填写件数并点“抽取”后，抽中的申报会列在这里；打开后可以查看市级意见，需要时退回或调取。
            </p>
          </Empty>
        ) : (
          <Drawn key={latest.seed} drawn={latest} />
        )}
      </Section>
      {earlier.length === 0 ? null : (
        <Section title="此前在本机的抽取">
          {earlier.map((drawn) => (
            <Disclosure
              key={drawn.seed}
              summary={
                <>
                  <Time at={drawn.drawnAt} />，{drawn.bureauName}，{drawn.rows.length} 件
                </>
              }
            >
              <Drawn drawn={drawn} />
            </Disclosure>
          ))}
        </Section>
      )}
    </>
  );
};

/** `/desk/rounds/:roundId/samples`: the province looks again at what cities have decided. */
export const SamplePage = () => {
  const { roundId = '' } = useParams();
  const read = useRead(getRoundEndpoint, { params: { roundId } });
  const mayDraw = useHasRole('provincial_reviewer');
  return (
    <RecordPage of={read} what="申报轮次" title="抽看市级初审">
      {(round) => (
        <Page
          title="抽看市级初审"
          trail={[{ label: round.title, to: `/rounds/${round.id}/dashboard` }]}
          lead={
            <>
              随机抽取市级已作决定的申报再看一遍。
              <Link to={`/review?group=all&roundId=${round.id}`}>查看全部申报</Link>
            </>
          }
        >
          {mayDraw ? (
            <Samples round={round} />
          ) : (
            <NoPermission>抽看由省级审核员进行。</NoPermission>
          )}
        </Page>
      )}
    </RecordPage>
  );
};
