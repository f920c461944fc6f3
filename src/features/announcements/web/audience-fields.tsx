import { useMemo } from 'react';

import { ORGANIZATION_KINDS, ROLES } from '../../../kernel/actor.ts';
import { call } from '../../../ui/api/api-client.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { CheckboxField, CheckboxGroup, SelectField } from '../../../ui/form/choice-fields.tsx';
import { MultiComboField } from '../../../ui/form/combo-field.tsx';
import { Fieldset } from '../../../ui/form/form.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { listCertificates } from '../../catalog/contract.ts';
import { listDivisions } from '../../organizations/contract.ts';
import { listRounds } from '../../rounds/contract.ts';
import type { AnnouncementDraft, AudienceDraft } from './draft.ts';

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

const KINDS = optionsOf(ORGANIZATION_KINDS);
const ROLE_OPTIONS = optionsOf(ROLES);

const findCertificates = async (
  q: string,
  signal: AbortSignal,
): Promise<readonly ComboOption[]> => {
  const { rows } = await call(listCertificates, { query: { q, pageSize: 20 } }, { signal });
  return rows.map((row) => ({
    value: row.id,
    label: row.shortName,
    hint: row.evaluationOrganizationName,
  }));
};

const useAreas = (): readonly ComboOption[] => {
  const { data } = useRead(listDivisions, {});
  return useMemo(
    () =>
      (data?.divisions ?? []).map(({ code, name }) => ({ value: code, label: name, hint: code })),
    [data],
  );
};

const useRounds = () => {
  const { data } = useRead(listRounds, { query: { status: 'PUBLISHED', pageSize: 100 } });
  return (data?.rows ?? []).map(({ id, title }) => ({ value: id, label: title }));
};

interface Props {
  readonly draft: AnnouncementDraft;
  readonly set: (change: Partial<AnnouncementDraft>) => void;
}

export const ReachFields = ({ draft, set }: Props) => (
  <Fieldset legend="公开和确认">
    <CheckboxField
      name="isPublic"
      label="公开：不登录也能看到正文和附件，并进入订阅"
      value={draft.isPublic}
      onChange={(isPublic) => set({ isPublic })}
    />
    <CheckboxField
      name="mustConfirm"
      label="须确认：收件人要点“确认已知悉”"
      value={draft.mustConfirm}
      onChange={(mustConfirm) => set({ mustConfirm })}
    />
  </Fieldset>
);

/** Who is told. Several boxes narrow together; nothing chosen means everybody. */
export const AudienceFields = ({ draft, set }: Props) => {
  const areas = useAreas();
  const rounds = useRounds();
  const { audience } = draft;
  const change = (part: Partial<AudienceDraft>) => set({ audience: { ...audience, ...part } });
  return (
    <Fieldset
      legend="通知谁"
      help="都不选就是全部单位的全部人员。每一栏里满足一个即可，各栏要同时满足；发布时按当时的数据确定收件人。"
    >
      <CheckboxGroup
        name="audience.kinds"
        label="单位类型"
        inline
        value={audience.kinds}
        onChange={(kinds) => change({ kinds })}
        options={KINDS}
      />
      <MultiComboField
        name="audience.areaCodes"
        label="所在地"
        help="选一个市，就包括它的区县。"
        value={audience.areas}
        onChange={(chosen) => change({ areas: chosen })}
        options={areas}
      />
      <MultiComboField
        name="audience.certificateIds"
        label="证书"
        help="已备案或正在申报这些证书的院校。"
        value={audience.certificates}
        onChange={(certificates) => change({ certificates })}
        options={findCertificates}
      />
      <SelectField
        name="audience.notSubmittedRoundId"
        label="还没有提交的轮次"
        help="可以申报而还没有提交的院校。"
        prompt="不限"
        value={audience.roundId}
        onChange={(roundId) => change({ roundId })}
        options={rounds}
      />
      <CheckboxGroup
        name="audience.roles"
        label="角色"
        inline
        value={audience.roles}
        onChange={(roles) => change({ roles })}
        options={ROLE_OPTIONS}
      />
    </Fieldset>
  );
};
