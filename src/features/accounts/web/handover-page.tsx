import { useState } from 'react';
import { useParams } from 'react-router';

import type { OutputOf } from '../../../kernel/endpoint.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { CheckboxGroup, SelectField } from '../../../ui/form/choice-fields.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty, Failure } from '../../../ui/state/states.tsx';
import { getPerson } from '../people-contract.ts';
import { getHandover, handOver, undoHandover } from '../permission-contract.ts';

type Handover = OutputOf<typeof getHandover>;
type Past = Handover['past'][number];

const labelOf = ({ label }: Handover['items'][number]): string => label;

/** Says what did not go over, so that nobody takes it for done. */
const resultText = (done: string, missed: number, labels: readonly string[]): string =>
  missed === 0
    ? done
    : `${done}；另有 ${missed} 项没有动（已不在其名下，或对方自己已有）：${labels.join('、')}`;

interface PartProps {
  readonly id: string;
  readonly handover: Handover;
}

const HandOverForm = ({ id, handover: { items, candidates } }: PartProps) => {
  const [keys, setKeys] = useState<readonly string[]>(() => items.map(({ key }) => key));
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [isAsking, setAsking] = useState(false);
  const write = useWrite(handOver, {
    invalidates: ['accounts'],
    onSuccess: ({ moved, missedKeys }) => {
      setAsking(false);
      const missed = items.filter(({ key }) => missedKeys.includes(key));
      showToast(resultText(`已移交 ${moved} 项`, missedKeys.length, missed.map(labelOf)));
    },
  });
  const colleague = candidates.find((one) => one.id === to);
  const submit = () =>
    write.mutate({ params: { id }, body: { toAccountId: to, keys: [...keys], reason } });
  return (
    <Form error={write.error} onSubmit={() => setAsking(true)} label="移交">
      <ErrorSummary />
      <CheckboxGroup
        name="keys"
        label="移交哪些"
        required
        options={items.map((item) => ({ value: item.key, label: `${item.group}：${item.label}` }))}
        value={keys}
        onChange={setKeys}
      />
      <SelectField
        name="toAccountId"
        label="交给"
        required
        options={candidates.map((one) => ({
          value: one.id,
          label: `${one.name}（${one.roleLabels}）`,
        }))}
        value={to}
        onChange={setTo}
      />
      <TextField name="reason" label="理由" required value={reason} onChange={setReason} />
      <Row>
        <Button type="submit" tone="primary" disabled={to === '' || keys.length === 0}>
          移交
        </Button>
      </Row>
      <ConfirmDialog
        title={`把 ${keys.length} 项移交给${colleague?.name ?? ''}？`}
        open={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={submit}
        confirmLabel="确认移交"
        busy={write.isPending}
        error={write.error}
      >
        <ul>
          {items
            .filter(({ key }) => keys.includes(key))
            .map((item) => (
              <li key={item.key}>
                {item.group}：{item.label}
              </li>
            ))}
        </ul>
        <p>接手的同事会收到通知；角色有变动的要重新登录。30 天内可以撤回。</p>
      </ConfirmDialog>
    </Form>
  );
};

const PastSection = ({ id, handover: { past } }: PartProps) => {
  const undo = useWrite(undoHandover, {
    invalidates: ['accounts'],
    onSuccess: ({ moved, missedLabels }) =>
      showToast(resultText(`已撤回 ${moved} 项`, missedLabels.length, missedLabels)),
  });
  const columns: readonly Column<Past>[] = [
    { key: 'to', label: '交给', main: true, render: (row) => row.to },
    { key: 'labels', label: '内容', render: (row) => row.labels.join('、') },
    { key: 'reason', label: '理由', render: (row) => row.reason },
    { key: 'at', label: '时间', nowrap: true, render: (row) => <Time at={row.at} /> },
    {
      key: 'undo',
      label: '操作',
      render: (row) =>
        row.undoneAt !== null ? (
          '已撤回'
        ) : row.mayUndo ? (
          <Button
            small
            label={`撤回交给${row.to}的移交`}
            busy={undo.isPending && undo.variables.params.handoverId === row.id}
            onClick={() => undo.mutate({ params: { id, handoverId: row.id } })}
          >
            撤回
          </Button>
        ) : null,
    },
  ];
  return (
    <Section title="已移交">
      {undo.error === null ? null : <Failure error={undo.error} />}
      <DataTable
        caption="已移交"
        columns={columns}
        rows={past}
        rowKey={(row) => row.id}
        empty={<Empty title="还没有移交过" />}
      />
    </Section>
  );
};

/** For leavers: everything that names them, shown before it goes to a colleague in one step. */
export const HandoverPage = () => {
  const { id = '' } = useParams();
  const person = useRead(getPerson, { params: { id } });
  const read = useRead(getHandover, { params: { id } });
  const name = person.data?.person.name ?? '';
  return (
    <Page
      title={`移交${name}的工作`}
      trail={[
        { label: '人员管理', to: '/people' },
        { label: name, to: `/people/${id}` },
      ]}
      lead="离任、停用前，把此人手上的角色和事项一次交给同单位的同事。"
      action={<LinkButton to={`/people/${id}`}>返回账号</LinkButton>}
    >
      <QueryState of={read} what="可移交的事项">
        {(handover) => (
          <>
            <Section title="移交">
              {handover.items.length === 0 || handover.candidates.length === 0 ? (
                <Empty title={handover.items.length === 0 ? '没有要移交的' : '没有可接手的同事'}>
                  <p>本单位需有另一位状态正常的同事；没有的，请先新增人员。</p>
                </Empty>
              ) : (
                <HandOverForm
                  key={handover.past.map((line) => line.id).join()}
                  id={id}
                  handover={handover}
                />
              )}
            </Section>
            <PastSection id={id} handover={handover} />
          </>
        )}
      </QueryState>
    </Page>
  );
};
