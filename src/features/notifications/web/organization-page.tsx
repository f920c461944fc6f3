import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Page, Section } from '../../../ui/layout/page.tsx';
import { useActor } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Failure } from '../../../ui/state/states.tsx';
import { getOrganizationDefaults, switchDefault } from '../contract.ts';
import { EventSwitches } from './event-switches.tsx';

/** `/desk/notifications/organization`. */
export const OrganizationPreferencesPage = () => {
  const { organizationName } = useActor();
  const read = useRead(getOrganizationDefaults, {});
  const change = useWrite(switchDefault, { invalidates: ['notifications'] });
  return (
    <Page
      title="本单位消息默认设置"
      trail={[
        { label: '消息', to: '/notifications' },
        { label: '消息设置', to: '/notifications/preferences' },
      ]}
      lead={`适用于${organizationName}里没有自己改过设置的人。`}
    >
      <Section title="默认收哪些消息">
        {change.error === null ? null : <Failure error={change.error} />}
        <QueryState of={read} what="默认设置">
          {({ events, openChannels }) => (
            <EventSwitches
              caption="默认收哪些消息"
              events={events}
              open={openChannels}
              isBusy={change.isPending}
              onSwitch={(body) => change.mutate({ body })}
            />
          )}
        </QueryState>
      </Section>
    </Page>
  );
};
