import { useState } from 'react';

import type { DateOnly } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Day } from '../../../ui/display/time-text.tsx';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { RadioGroup, SelectField } from '../../../ui/form/choice-fields.tsx';
import { DateField } from '../../../ui/form/date-fields.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { addLevel, type CertificateDetail, removeLevel, trustSchema } from '../contract.ts';
import { GRADES, LEVEL_LABELS, TRUSTS } from '../levels.ts';
import { TrustFlag } from './certificate-tags.tsx';

interface Props {
  readonly certificate: CertificateDetail;
}

type Level = CertificateDetail['levels'][number];

const COLUMNS: readonly Column<Level>[] = [
  { key: 'level', label: '等级', main: true, render: (row) => row.label },
  {
    key: 'effectiveOn',
    label: '生效日期',
    nowrap: true,
    render: (row) => (row.effectiveOn === null ? '' : <Day on={row.effectiveOn} />),
  },
  { key: 'source', label: '来源', render: (row) => row.source },
  { key: 'trust', label: '可信度', nowrap: true, render: (row) => <TrustFlag trust={row.trust} /> },
];

export const TRUST_OPTIONS = Object.entries(TRUSTS).map(([value, label]) => ({ value, label }));

/** '' for what is no trust. */
export const trustOf = (text: string): '' | (typeof TRUSTS)[keyof typeof TRUSTS] => {
  const parsed = trustSchema.safeParse(text);
  return parsed.success ? parsed.data : '';
};

interface AddProps extends Props {
  readonly onClose: () => void;
}

const AddForm = ({ certificate, onClose }: AddProps) => {
  const missing = GRADES.filter(
    (grade) => !certificate.levels.some(({ level }) => level === grade),
  );
  const [grade, setGrade] = useState(missing[0] ?? 1);
  const [effectiveOn, setEffectiveOn] = useState<DateOnly | ''>('');
  const [source, setSource] = useState('');
  const [trust, setTrust] = useState('');
  const write = useWrite(addLevel, {
    invalidates: ['catalog'],
    onSuccess: () => {
      showToast('等级已登记');
      onClose();
    },
  });
  const submit = () =>
    write.mutate({
      params: { id: certificate.id },
      body: {
        level: grade,
        effectiveOn: effectiveOn === '' ? null : effectiveOn,
        source,
        trust: trustOf(trust),
      },
    });
  return (
    <DialogForm
      error={write.error}
      onSubmit={submit}
      submitLabel="登记等级"
      busy={write.isPending}
      busyText="正在保存"
      onClose={onClose}
    >
      <RadioGroup
        name="level"
        label="等级"
        required
        inline
        options={missing.map((one) => ({ value: String(one), label: LEVEL_LABELS[one] }))}
        value={String(grade)}
        onChange={(value) => setGrade(GRADES.find((one) => String(one) === value) ?? grade)}
      />
      <DateField
        name="effectiveOn"
        label="生效日期"
        help="不清楚可不填。"
        value={effectiveOn}
        onChange={setEffectiveOn}
      />
      <TextField name="source" label="来源" value={source} onChange={setSource} />
      <SelectField
        name="trust"
        label="可信度"
        prompt="未评定"
        options={TRUST_OPTIONS}
        value={trust}
        onChange={setTrust}
      />
    </DialogForm>
  );
};

const RemoveLevel = ({
  level,
  onClose,
}: {
  readonly level: Level | null;
  readonly onClose: () => void;
}) => {
  const write = useWrite(removeLevel, {
    invalidates: ['catalog'],
    onSuccess: () => {
      showToast('等级已删除');
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`删除${level?.label ?? ''}？`}
      open={level !== null}
      danger
      confirmLabel="删除这个等级"
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        if (level !== null) write.mutate({ params: { id: level.id } });
      }}
    >
      <p>仅用于登记有误的等级。已用于申报或备案的等级不能删除，不再开展的证书请办理退出目录。</p>
    </ConfirmDialog>
  );
};

/** The levels of a certificate: what applications and filings name. */
export const LevelSection = ({ certificate }: Props) => {
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Level | null>(null);
  const { mayEdit, levels } = certificate;
  const removal: Column<Level> = {
    key: 'actions',
    label: '操作',
    render: (row) => (
      <Button small tone="quiet" label={`删除${row.label}`} onClick={() => setRemoving(row)}>
        删除
      </Button>
    ),
  };
  return (
    <Section
      title="等级"
      {...(mayEdit && levels.length < GRADES.length
        ? {
            action: (
              <Button small onClick={() => setAdding(true)}>
                登记等级
              </Button>
            ),
          }
        : {})}
    >
      <DataTable
        caption="等级"
        columns={mayEdit ? [...COLUMNS, removal] : COLUMNS}
        rows={levels}
        rowKey={(row) => row.id}
        empty={
          <Empty title="还没有登记等级">
            <p>登记等级后院校才能申报。公开资料没有列出的等级，不等于没有。</p>
          </Empty>
        }
      />
      <Dialog
        title={`登记等级：${certificate.shortName}`}
        open={isAdding}
        onClose={() => setAdding(false)}
      >
        <AddForm certificate={certificate} onClose={() => setAdding(false)} />
      </Dialog>
      <RemoveLevel level={removing} onClose={() => setRemoving(null)} />
    </Section>
  );
};
