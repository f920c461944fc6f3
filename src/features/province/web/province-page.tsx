import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { call } from '../../../ui/api/api-client.ts';
import { asApiError } from '../../../ui/api/api-error.ts';
import { useReadToEdit, useWrite } from '../../../ui/api/use-api.ts';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Conflict } from '../../../ui/form/conflict.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { NumberField, TextArea, TextField } from '../../../ui/form/text-fields.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { NoPermission } from '../../../ui/state/states.tsx';
import { getProvince, saveProvince } from '../contract.ts';
import { PROVINCE_EDITORS } from '../policy.ts';
import { clashesOf, LABELS, mergeSettings, type Settings } from './province-merge.ts';

const useSettings = (saved: Settings) => {
  /** What the typing began from. */
  const [base, setBase] = useState(saved);
  const [typed, setTyped] = useState(saved);
  /** What a colleague has saved in between, while somebody has to choose. */
  const [theirs, setTheirs] = useState<Settings>();
  const take = (settings: Settings, shown: Settings) => {
    setBase(settings);
    setTyped(shown);
    setTheirs(undefined);
  };
  const write = useWrite(saveProvince, {
    // The name of the platform stands on every page.
    invalidates: ['province', 'accounts.getSession', 'workbench', 'catalog'],
    onSuccess: (after) => {
      take(after, after);
      showToast('已保存，公开页面几秒后更新');
    },
  });
  const save = async (over: Settings, mine: Settings): Promise<void> => {
    try {
      await write.mutateAsync({ body: { ...mine, version: over.version } });
    } catch (fault) {
      if (asApiError(fault).status !== 409) return;
      // Unread the refusal stands in the form, and saving again asks again.
      const now = await call(getProvince, {}).catch(() => undefined);
      if (now === undefined) return;
      if (clashesOf(over, mine, now).length > 0) setTheirs(now);
      else await save(now, mergeSettings(over, mine, now, 'mine'));
    }
  };
  const settle = (choice: 'mine' | 'theirs') => {
    if (theirs === undefined) return;
    const merged = mergeSettings(base, typed, theirs, choice);
    take(theirs, merged);
    write.reset();
    if (choice === 'mine') void save(theirs, merged);
  };
  return { base, typed, setTyped, theirs, write, save: () => void save(base, typed), settle };
};

const SettingsForm = ({ saved }: { readonly saved: Settings }) => {
  const { base, typed, setTyped, theirs, write, save, settle } = useSettings(saved);
  const field = <K extends keyof Settings>(name: K) => ({
    name,
    value: typed[name],
    onChange: (value: Settings[K]) => setTyped({ ...typed, [name]: value }),
  });
  return (
    <Form error={theirs === undefined ? write.error : null} label="本省设置" onSubmit={save}>
      <ErrorSummary />
      {theirs === undefined ? null : (
        <Conflict
          who="另一位管理员刚才保存了本省设置。"
          fields={clashesOf(base, typed, theirs)}
          onKeepMine={() => settle('mine')}
          onTakeTheirs={() => settle('theirs')}
        />
      )}
      <Section title="名称" note="平台名称显示在每个页面上方，其余显示在公开页面。">
        <TextField {...field('title')} label={LABELS.title} required />
        <TextField
          {...field('provinceName')}
          label={LABELS.provinceName}
          width="medium"
          help="如“云岭省”。"
        />
        <TextField
          {...field('officeName')}
          label={LABELS.officeName}
          help="不含省名，如“1+X 证书制度试点项目办公室”。"
        />
      </Section>
      <Section title="联系我们" note="公开页面“联系我们”的内容。">
        <TextArea
          {...field('contactText')}
          label={LABELS.contactText}
          rows={5}
          help="每行一条，写成“电话：单位电话”“地址：……”。任何人都能看到，请不要写个人的手机和邮箱。"
        />
      </Section>
      <Section title="名单与目录">
        <TextField
          {...field('numberPrefix')}
          label={LABELS.numberPrefix}
          width="short"
          help="如“SN1X”，没有前缀不能确认备案名单。改后只用于新的备案号，已有的不变。"
        />
        <NumberField
          {...field('catalogTarget')}
          label={LABELS.catalogTarget}
          help="用来核对证书目录收录了多少；不清楚可以不填。"
        />
      </Section>
      <Row>
        <Button type="submit" tone="primary" busy={write.isPending} busyText="正在保存">
          保存
        </Button>
      </Row>
    </Form>
  );
};

const ProvinceSettings = () => {
  const read = useReadToEdit(getProvince, {});
  return (
    <Page title="本省设置" lead="平台怎样称呼自己、怎样找到项目办、备案号怎样开头。修改留有记录。">
      <QueryState of={read} what="本省设置">
        {(saved) => <SettingsForm saved={saved} />}
      </QueryState>
    </Page>
  );
};

export const ProvincePage = () =>
  useHasRole(...PROVINCE_EDITORS) ? (
    <ProvinceSettings />
  ) : (
    <Page title="本省设置">
      <NoPermission>本省设置由项目办管理员填写。</NoPermission>
    </Page>
  );
