import { useCallback, useMemo, useState } from 'react';

import { formatDeadline, type Instant } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { call } from '../../../ui/api/api-client.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { DeadlineTime, Time } from '../../../ui/display/time-text.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { ReasonForm } from '../../../ui/feedback/reason-dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { ComboField } from '../../../ui/form/combo-field.tsx';
import { DateTimeField } from '../../../ui/form/date-fields.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import type { Filter } from '../../../ui/list/address.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { Empty } from '../../../ui/state/states.tsx';
import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { nowInstant } from '../../../ui/time/clock.ts';
import { searchOrganizations } from '../../organizations/contract.ts';
import {
  createExtensionEndpoint,
  type ExtensionRow,
  listExtensions,
  revokeExtensionEndpoint,
  type RoundDetail,
} from '../contract.ts';
import { extensionFindings } from '../rules.ts';
import { EXTENSION_STATES } from '../status.ts';

const FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '院校名称' },
  {
    kind: 'select',
    name: 'revoked',
    label: '撤销',
    options: [
      { value: 'no', label: '未撤销' },
      { value: 'yes', label: '已撤销' },
    ],
  },
];

const TONES = { LIVE: 'attention', PASSED: 'neutral', REVOKED: 'neutral' } as const;

interface RoundProps {
  readonly round: RoundDetail;
}

interface GiveProps extends RoundProps {
  readonly onClose: () => void;
}

const wantedFindings = (
  round: RoundDetail,
  wanted: {
    readonly organization: ComboOption | null;
    readonly closesAt: Instant | '';
    readonly reason: string;
  },
): Finding[] => [
  ...(wanted.organization === null
    ? [errorFinding('rounds.extension_for_whom', 'organizationId', '请选择一所院校')]
    : []),
  ...(wanted.closesAt === ''
    ? [errorFinding('rounds.extension_until', 'closesAt', '请填写延期到什么时候')]
    : extensionFindings(round, wanted.closesAt, nowInstant())),
  ...(wanted.reason.trim() === ''
    ? [errorFinding('rounds.extension_reason', 'reason', '请填写延期原因')]
    : []),
];

const GiveForm = ({ round, onClose }: GiveProps) => {
  const [organization, setOrganization] = useState<ComboOption | null>(null);
  const [closesAt, setClosesAt] = useState<Instant | ''>('');
  const [reason, setReason] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const write = useWrite(createExtensionEndpoint, {
    invalidates: ['rounds'],
    onSuccess: () => {
      onClose();
      showToast('延期已生效');
    },
  });
  const find = useCallback(async (text: string, signal: AbortSignal) => {
    const query = { q: text, kind: 'INSTITUTION' } as const;
    const { options } = await call(searchOrganizations, { query }, { signal });
    return options.map(({ id, name, hint }) => ({ value: id, label: name, hint }));
  }, []);
  const submit = () => {
    const found = wantedFindings(round, { organization, closesAt, reason });
    setFindings(found);
    if (found.length > 0 || organization === null || closesAt === '') return;
    const body = { organizationId: organization.value, closesAt, reason };
    write.mutate({ params: { roundId: round.id }, body });
  };
  return (
    <DialogForm
      findings={findings}
      error={write.error}
      onSubmit={submit}
      label="给予延期"
      submitLabel="给予延期"
      busy={write.isPending}
      busyText="正在保存"
      onClose={onClose}
    >
      <ComboField
        name="organizationId"
        label="院校"
        required
        placeholder="输入名称、拼音或首字母"
        options={find}
        value={organization}
        onChange={setOrganization}
      />
      <DateTimeField
        name="closesAt"
        label="延期至"
        required
        deadline
        help={
          closesAt === ''
            ? `要晚于 ${formatDeadline(round.closesAt)}；选日期就是当天全天有效`
            : `即 ${formatDeadline(closesAt)}`
        }
        value={closesAt}
        onChange={setClosesAt}
      />
      <TextArea
        name="reason"
        label="延期原因"
        required
        rows={3}
        max={500}
        value={reason}
        onChange={setReason}
      />
    </DialogForm>
  );
};

interface RevokeProps extends RoundProps {
  readonly extension: ExtensionRow;
  readonly onClose: () => void;
}

const RevokeForm = ({ round, extension, onClose }: RevokeProps) => (
  <ReasonForm
    onClose={onClose}
    endpoint={revokeExtensionEndpoint}
    input={(reason) => ({
      params: { roundId: round.id, extensionId: extension.id },
      body: { reason },
    })}
    invalidates={['rounds']}
    done="延期已撤销"
    confirmLabel="撤销延期"
    busyText="正在撤销"
    danger
    label="撤销原因"
  >
    <p>
      撤销后，{extension.organizationName}恢复按 {formatDeadline(round.closesAt)}{' '}
      截止；已经提交的不受影响。
    </p>
  </ReasonForm>
);

const columnsFor = (
  mayRevoke: boolean,
  onRevoke: (row: ExtensionRow) => void,
): readonly Column<ExtensionRow>[] => [
  {
    key: 'organizationName',
    label: '院校',
    main: true,
    sort: 'organizationName',
    render: (row) => row.organizationName,
  },
  {
    key: 'closesAt',
    label: '延期至',
    sort: 'closesAt',
    render: (row) => <DeadlineTime at={row.closesAt} />,
  },
  {
    key: 'state',
    label: '状态',
    nowrap: true,
    render: (row) => <StatusTag tone={TONES[row.state]}>{EXTENSION_STATES[row.state]}</StatusTag>,
  },
  { key: 'reason', label: '原因', render: (row) => row.reason },
  {
    key: 'createdAt',
    label: '设置时间',
    sort: 'createdAt',
    nowrap: true,
    render: (row) => <Time at={row.createdAt} />,
  },
  {
    key: 'createdByName',
    label: '设置人',
    optional: true,
    render: (row) => row.createdByName ?? '',
  },
  ...(mayRevoke
    ? [
        {
          key: 'revoke',
          label: '操作',
          render: (row: ExtensionRow) =>
            row.state === 'LIVE' ? (
              <Button
                small
                label={`撤销${row.organizationName}的延期`}
                onClick={() => onRevoke(row)}
              >
                撤销
              </Button>
            ) : null,
        },
      ]
    : []),
];

/** Who has more time, and why; the office gives and takes back. */
export const ExtensionSection = ({ round }: RoundProps) => {
  const [isGiving, setGiving] = useState(false);
  const [revoked, setRevoked] = useState<ExtensionRow | null>(null);
  const source = useList(listExtensions, { filters: FILTERS, params: { roundId: round.id } });
  const mayExtend = round.permittedActions.includes('extend');
  const columns = useMemo(() => columnsFor(mayExtend, setRevoked), [mayExtend]);
  return (
    <Section
      title="延期"
      note="只对列出的院校有效，其他院校按轮次的截止时间。"
      {...(mayExtend ? { action: <Button onClick={() => setGiving(true)}>给予延期</Button> } : {})}
    >
      <List
        id="rounds.extensions"
        caption="延期"
        source={source}
        columns={columns}
        defaultSort="-createdAt"
        rowKey={(row) => row.id}
        empty={
          <Empty title="没有延期">
            <p>确有困难的院校可以单独延期，须写明原因。</p>
          </Empty>
        }
      />
      <Dialog title="给予延期" open={isGiving} onClose={() => setGiving(false)}>
        <GiveForm round={round} onClose={() => setGiving(false)} />
      </Dialog>
      <Dialog title="撤销延期" open={revoked !== null} onClose={() => setRevoked(null)}>
        {revoked === null ? null : (
          <RevokeForm round={round} extension={revoked} onClose={() => setRevoked(null)} />
        )}
      </Dialog>
    </Section>
  );
};
