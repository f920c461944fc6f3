import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty, Failure } from '../../../ui/state/states.tsx';
import { CHANNELS } from '../labels.ts';
import {
  type ChannelSettings,
  getChannelSettings,
  saveDingtalkApp,
  switchChannelEndpoint,
} from '../office-contract.ts';
import { DELIVERY_KEEPERS, ROBOT_KEEPERS } from '../policy.ts';
import { RobotSection } from './robot-section.tsx';
import { TestButton } from './test-button.tsx';

type ChannelRow = ChannelSettings['channels'][number];

/** What never was set up is not running, whatever its switch says. */
const switchText = ({ isSetUp, isOn }: ChannelRow): string => (isSetUp && isOn ? '停用' : '启用');

const Switches = ({ settings }: { readonly settings: ChannelSettings }) => {
  const change = useWrite(switchChannelEndpoint, { invalidates: ['notifications'] });
  const columns: readonly Column<ChannelRow>[] = [
    { key: 'channel', label: '通道', main: true, render: (row) => CHANNELS[row.channel] },
    {
      key: 'state',
      label: '状况',
      render: (row) => (row.isSetUp ? <Flag tone="done">已设置</Flag> : <Flag>没有设置</Flag>),
    },
    {
      key: 'switch',
      label: '开关',
      render: (row) => (
        <Button
          small
          label={`${CHANNELS[row.channel]}：${switchText(row)}`}
          busy={change.isPending}
          disabled={!row.isSetUp}
          onClick={() =>
            change.mutate({ params: { channel: row.channel }, body: { isOn: !row.isOn } })
          }
        >
          {switchText(row)}
        </Button>
      ),
    },
    {
      key: 'test',
      label: '测试',
      render: (row) =>
        row.isSetUp && (row.channel === 'MAIL' || row.channel === 'DINGTALK_WORK') ? (
          <TestButton target={{ channel: row.channel }} name={CHANNELS[row.channel]} />
        ) : null,
    },
  ];
  return (
    <Section
      title="开关与测试"
      note={
        settings.mailFrom === null
          ? '邮件由系统管理员在服务器上设置 SMTP_URL 和 MAIL_FROM 开通。'
          : `邮件的发件人：${settings.mailFrom}。测试消息发到您本人验证过的地址。`
      }
    >
      {change.error === null ? null : <Failure error={change.error} />}
      <DataTable
        caption="消息通道"
        columns={columns}
        rows={settings.channels}
        rowKey={(row) => row.channel}
        empty={<Empty title="没有通道" />}
      />
    </Section>
  );
};

const EMPTY_APP = { appKey: '', agentId: '', operatorUnionId: '' };

const AppSection = ({ settings }: { readonly settings: ChannelSettings }) => {
  const [draft, setDraft] = useState({ ...(settings.dingtalk ?? EMPTY_APP), appSecret: '' });
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const save = useWrite(saveDingtalkApp, {
    invalidates: ['notifications'],
    onSuccess: () => {
      set({ appSecret: '' });
      showToast('已保存');
    },
  });
  const submit = () => {
    const { appSecret, ...rest } = draft;
    save.mutate({ body: { ...rest, ...(appSecret === '' ? {} : { appSecret }) } });
  };
  return (
    <Section
      title="钉钉企业内部应用"
      note="用于工作通知和待办。在钉钉开发者后台的“凭证与基础信息”里可以查到；密钥加密保存，不再显示。"
    >
      <Form error={save.error} onSubmit={submit} label="钉钉企业内部应用">
        <ErrorSummary />
        <TextField
          name="appKey"
          label="AppKey"
          required
          value={draft.appKey}
          onChange={(appKey) => set({ appKey })}
        />
        <TextField
          name="appSecret"
          label="AppSecret"
          type="password"
          autoComplete="off"
          required={settings.dingtalk === null}
          {...(settings.dingtalk === null ? {} : { help: '不填表示不变' })}
          value={draft.appSecret}
          onChange={(appSecret) => set({ appSecret })}
        />
        <TextField
          name="agentId"
          label="AgentId"
          required
          width="short"
          value={draft.agentId}
          onChange={(agentId) => set({ agentId })}
        />
        <TextField
          name="operatorUnionId"
          label="待办创建人的 unionId"
          help="待办显示由此人创建，一般是项目办的管理账号"
          required
          value={draft.operatorUnionId}
          onChange={(operatorUnionId) => set({ operatorUnionId })}
        />
        <Row>
          <Button type="submit" tone="primary" busy={save.isPending} busyText="正在保存">
            保存
          </Button>
        </Row>
      </Form>
    </Section>
  );
};

/** `/desk/message-channels`. */
export const ChannelsPage = () => {
  const read = useRead(getChannelSettings, {});
  const seesDelivery = useHasRole(...DELIVERY_KEEPERS);
  const keepsRobots = useHasRole(...ROBOT_KEEPERS);
  return (
    <Page
      title="消息通道"
      {...(seesDelivery ? { trail: [{ label: '消息发送', to: '/deliveries' }] } : {})}
    >
      <QueryState of={read} what="消息通道">
        {(settings) => (
          <>
            <Switches settings={settings} />
            <AppSection settings={settings} />
            {keepsRobots ? <RobotSection settings={settings} /> : null}
          </>
        )}
      </QueryState>
    </Page>
  );
};
