import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { call } from '../../../ui/api/api-client.ts';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { CheckboxField, CheckboxGroup } from '../../../ui/form/choice-fields.tsx';
import { ComboField } from '../../../ui/form/combo-field.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { Row, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { searchOrganizations } from '../../organizations/contract.ts';
import { listEvents } from '../contract.ts';
import { addRobot, type ChannelSettings, editRobot, type RobotRow } from '../office-contract.ts';
import { TestButton } from './test-button.tsx';

const find = async (text: string, signal: AbortSignal): Promise<readonly ComboOption[]> => {
  const { options } = await call(searchOrganizations, { query: { q: text } }, { signal });
  return options.map(({ id, name }) => ({ value: id, label: name }));
};

const draftOf = (robot: RobotRow | null) => ({
  name: robot?.name ?? '',
  organization:
    robot === null ? null : { value: robot.organizationId, label: robot.organizationName },
  events: [...(robot?.events ?? [])],
  isOn: robot?.isOn ?? true,
  webhook: '',
  secret: '',
});

type Draft = Omit<ReturnType<typeof draftOf>, 'organization'> & {
  readonly organization: ComboOption | null;
};

const bodyOf = (draft: Draft) => ({
  name: draft.name,
  organizationId: draft.organization?.value ?? '',
  events: draft.events,
  isOn: draft.isOn,
  ...(draft.webhook === '' ? {} : { webhook: draft.webhook }),
  ...(draft.secret === '' ? {} : { secret: draft.secret }),
});

interface RobotFormProps {
  readonly robot: RobotRow | null;
  readonly onDone: () => void;
}

const RobotForm = ({ robot, onDone }: RobotFormProps) => {
  const [draft, setDraft] = useState<Draft>(() => draftOf(robot));
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const events = useRead(listEvents, {});
  const done = { invalidates: ['notifications'], onSuccess: onDone };
  const add = useWrite(addRobot, done);
  const edit = useWrite(editRobot, done);
  const submit = () => {
    const body = bodyOf(draft);
    if (robot === null) add.mutate({ body });
    else edit.mutate({ params: { id: robot.id }, body: { ...body, version: robot.version } });
  };
  const stays = robot === null ? {} : { help: '不填表示不变' };
  return (
    <Form error={add.error ?? edit.error} onSubmit={submit} label="钉钉群机器人">
      <ErrorSummary />
      <TextField
        name="name"
        label="群名称"
        required
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      <ComboField
        name="organizationId"
        label="哪个单位的群"
        help="单位的群收到告诉该单位的消息；项目办的群只收到不涉及单个单位的消息"
        required
        placeholder="输入名称、拼音或首字母"
        value={draft.organization}
        options={find}
        onChange={(organization) => set({ organization })}
      />
      <TextField
        name="webhook"
        label="Webhook 地址"
        required={robot === null}
        autoComplete="off"
        {...stays}
        value={draft.webhook}
        onChange={(webhook) => set({ webhook })}
      />
      <TextField
        name="secret"
        label="加签密钥（SEC 开头）"
        type="password"
        required={robot === null}
        autoComplete="off"
        {...stays}
        value={draft.secret}
        onChange={(secret) => set({ secret })}
      />
      <CheckboxGroup
        name="events"
        label="发哪些消息"
        options={(events.data?.rows ?? []).map(({ name, label }) => ({ value: name, label }))}
        value={draft.events}
        onChange={(chosen) => set({ events: chosen })}
      />
      <CheckboxField
        name="isOn"
        label="启用"
        value={draft.isOn}
        onChange={(isOn) => set({ isOn })}
      />
      <Row>
        <Button
          type="submit"
          tone="primary"
          busy={add.isPending || edit.isPending}
          busyText="正在保存"
        >
          保存
        </Button>
      </Row>
    </Form>
  );
};

/** Group robots: which group hears what. */
export const RobotSection = ({ settings }: { readonly settings: ChannelSettings }) => {
  const [opened, setOpened] = useState<RobotRow | 'new' | null>(null);
  const columns: readonly Column<RobotRow>[] = [
    { key: 'name', label: '群', main: true, render: (row) => row.name },
    { key: 'organization', label: '单位', render: (row) => row.organizationName },
    { key: 'events', label: '消息种类', align: 'end', render: (row) => row.events.length },
    {
      key: 'state',
      label: '状况',
      render: (row) => (row.isOn ? <Flag tone="done">启用</Flag> : <Flag>停用</Flag>),
    },
    {
      key: 'actions',
      label: '操作',
      render: (row) => (
        <Row>
          <Button small label={`修改 ${row.name}`} onClick={() => setOpened(row)}>
            修改
          </Button>
          <TestButton target={{ robotId: row.id }} name={row.name} />
        </Row>
      ),
    },
  ];
  return (
    <Section
      title="钉钉群机器人"
      note="在群设置里添加“自定义机器人”，安全设置选“加签”。"
      action={<Button onClick={() => setOpened('new')}>登记群机器人</Button>}
    >
      <DataTable
        caption="钉钉群机器人"
        columns={columns}
        rows={settings.robots}
        rowKey={(row) => row.id}
        empty={<Empty title="还没有群机器人" />}
      />
      <Dialog
        title="钉钉群机器人"
        open={opened !== null}
        onClose={() => setOpened(null)}
        width="wide"
      >
        {opened === null ? null : (
          <RobotForm
            key={opened === 'new' ? 'new' : opened.id}
            robot={opened === 'new' ? null : opened}
            onDone={() => setOpened(null)}
          />
        )}
      </Dialog>
    </Section>
  );
};
