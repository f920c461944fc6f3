import { useState } from 'react';

import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { CheckboxField, SelectField } from '../../../ui/form/choice-fields.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Failure } from '../../../ui/state/states.tsx';
import { getPreferences, type Preferences, saveProfile, switchEvent } from '../contract.ts';
import { ORGANIZATION_KEEPERS } from '../policy.ts';
import { AddressSection } from './address-section.tsx';
import { EventSwitches } from './event-switches.tsx';

const two = (value: number): string => String(value).padStart(2, '0');

const HALF_HOURS = Array.from({ length: 48 }, (_, index) => ({
  value: String(index * 30),
  label: `${two(Math.floor(index / 2))}:${index % 2 === 0 ? '00' : '30'}`,
}));

/** A time that was set elsewhere to the minute stays choosable. */
const timesWith = (minute: number) =>
  HALF_HOURS.some(({ value }) => value === String(minute))
    ? HALF_HOURS
    : [
        ...HALF_HOURS,
        { value: String(minute), label: `${two(Math.floor(minute / 60))}:${two(minute % 60)}` },
      ];

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${two(hour)}:00`,
}));

const NIGHT = { fromMinute: 22 * 60, toMinute: 7 * 60 };

const QuietFields = ({
  quiet,
  onChange,
}: {
  readonly quiet: typeof NIGHT;
  readonly onChange: (quiet: typeof NIGHT) => void;
}) => (
  <Row>
    <SelectField
      name="quiet.fromMinute"
      label="从"
      prompt={null}
      options={timesWith(quiet.fromMinute)}
      value={String(quiet.fromMinute)}
      onChange={(value) => onChange({ ...quiet, fromMinute: Number(value) })}
    />
    <SelectField
      name="quiet.toMinute"
      label="到"
      prompt={null}
      help="早于开始时间的，算第二天"
      options={timesWith(quiet.toMinute)}
      value={String(quiet.toMinute)}
      onChange={(value) => onChange({ ...quiet, toMinute: Number(value) })}
    />
  </Row>
);

const ProfileSection = ({ profile }: Pick<Preferences, 'profile'>) => {
  const [draft, setDraft] = useState(profile);
  const save = useWrite(saveProfile, {
    invalidates: ['notifications'],
    onSuccess: () => showToast('已保存'),
  });
  return (
    <Section title="什么时候发" note="按北京时间。重要消息不受限制，随到随发。">
      <Form error={save.error} onSubmit={() => save.mutate({ body: draft })} label="什么时候发">
        <ErrorSummary />
        <CheckboxField
          name="quiet"
          label="设置免打扰时段，期间的消息等到结束再发"
          value={draft.quiet !== null}
          onChange={(isOn) => setDraft({ ...draft, quiet: isOn ? NIGHT : null })}
        />
        {draft.quiet === null ? null : (
          <QuietFields quiet={draft.quiet} onChange={(quiet) => setDraft({ ...draft, quiet })} />
        )}
        <CheckboxField
          name="isDigest"
          label="邮件每天汇总成一封"
          value={draft.isDigest}
          onChange={(isDigest) => setDraft({ ...draft, isDigest })}
        />
        {draft.isDigest ? (
          <SelectField
            name="digestHour"
            label="汇总时间"
            prompt={null}
            options={HOURS}
            value={String(draft.digestHour)}
            onChange={(value) => setDraft({ ...draft, digestHour: Number(value) })}
          />
        ) : null}
        <Row>
          <Button type="submit" tone="primary" busy={save.isPending} busyText="正在保存">
            保存
          </Button>
        </Row>
      </Form>
    </Section>
  );
};

const EventsSection = ({ preferences }: { readonly preferences: Preferences }) => {
  const change = useWrite(switchEvent, { invalidates: ['notifications'] });
  const keepsDefaults = useHasRole(...ORGANIZATION_KEEPERS);
  return (
    <Section
      title="收哪些消息"
      note="没有改过的，按本单位的默认设置。重要消息总会出现在站内。"
      {...(keepsDefaults
        ? {
            action: <LinkButton to="/notifications/organization">本单位默认设置</LinkButton>,
          }
        : {})}
    >
      {change.error === null ? null : <Failure error={change.error} />}
      <EventSwitches
        caption="收哪些消息"
        events={preferences.events}
        open={preferences.openChannels}
        isBusy={change.isPending}
        onSwitch={(body) => change.mutate({ body })}
      />
    </Section>
  );
};

/** `/desk/notifications/preferences`. */
export const PreferencesPage = () => {
  const read = useRead(getPreferences, {});
  return (
    <Page title="消息设置" trail={[{ label: '消息', to: '/notifications' }]}>
      <QueryState of={read} what="消息设置">
        {(preferences) => (
          <>
            <AddressSection medium="MAIL" preferences={preferences} />
            <AddressSection medium="DINGTALK" preferences={preferences} />
            <ProfileSection profile={preferences.profile} />
            <EventsSection preferences={preferences} />
          </>
        )}
      </QueryState>
    </Page>
  );
};
