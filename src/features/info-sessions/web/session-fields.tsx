import { call } from '../../../ui/api/api-client.ts';
import { MultiComboField } from '../../../ui/form/combo-field.tsx';
import { DateTimeField } from '../../../ui/form/date-fields.tsx';
import { Fieldset } from '../../../ui/form/form.tsx';
import { TextArea, TextField } from '../../../ui/form/text-fields.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { useActor } from '../../../ui/session.tsx';
import { listCertificates } from '../../catalog/contract.ts';
import type { SessionDraftFields } from './session-draft.ts';

interface Props {
  readonly fields: SessionDraftFields;
  readonly set: (change: Partial<SessionDraftFields>) => void;
}

/** What the organization has in the catalog. */
const useOwnCertificates = () => {
  const { organizationId } = useActor();
  return async (q: string, signal: AbortSignal): Promise<readonly ComboOption[]> => {
    const query = { q, pageSize: 50, evaluationOrganizationId: organizationId };
    const { rows } = await call(listCertificates, { query }, { signal });
    return rows.map((row) => ({ value: row.id, label: row.shortName, hint: row.levelLabels }));
  };
};

export const ContentFields = ({ fields, set }: Props) => (
  <Fieldset legend="内容">
    <TextField
      name="title"
      label="标题"
      required
      maxLength={80}
      value={fields.title}
      onChange={(title) => set({ title })}
    />
    <MultiComboField
      name="certificateIds"
      label="介绍的证书"
      required
      help="只能选择本组织的证书。"
      placeholder="输入名称、拼音或首字母"
      options={useOwnCertificates()}
      value={fields.certificates}
      onChange={(certificates) => set({ certificates })}
    />
    <TextArea
      name="summary"
      label="内容简介"
      required
      rows={6}
      max={3000}
      value={fields.summary}
      onChange={(summary) => set({ summary })}
    />
  </Fieldset>
);

export const MeetingFields = ({ fields, set }: Props) => (
  <Fieldset
    legend="时间和参会方式"
    help="参会链接、会议号和联系人只给登录的人看，不出现在公开页面。"
  >
    <DateTimeField
      name="startsAt"
      label="开始时间"
      required
      value={fields.startsAt}
      onChange={(startsAt) => set({ startsAt })}
      defaultTime="15:00"
    />
    <DateTimeField
      name="endsAt"
      label="结束时间"
      help="跨过零点的，写第二天的日期。"
      required
      value={fields.endsAt}
      onChange={(endsAt) => set({ endsAt })}
      defaultTime="16:30"
    />
    <TextField
      name="platform"
      label="平台"
      required
      width="medium"
      maxLength={40}
      help="例如：钉钉、腾讯会议"
      value={fields.platform}
      onChange={(platform) => set({ platform })}
    />
    <TextField
      name="joinUrl"
      label="参会链接"
      type="url"
      value={fields.joinUrl}
      onChange={(joinUrl) => set({ joinUrl })}
    />
    <TextArea
      name="joinNote"
      label="会议号和密码"
      rows={2}
      max={300}
      value={fields.joinNote}
      onChange={(joinNote) => set({ joinNote })}
    />
    <TextField
      name="speaker"
      label="主讲人"
      required
      maxLength={100}
      value={fields.speaker}
      onChange={(speaker) => set({ speaker })}
    />
    <TextField
      name="contactNote"
      label="咨询联系人"
      help="姓名和工作电话"
      maxLength={100}
      value={fields.contactNote}
      onChange={(contactNote) => set({ contactNote })}
    />
  </Fieldset>
);
