import { useSearchParams } from 'react-router';

import { beijingDate } from '../../../kernel/time.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { CheckboxField } from '../../../ui/form/choice-fields.tsx';
import { Page, Row } from '../../../ui/layout/page.tsx';
import { useNarrow } from '../../../ui/layout/media.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { sessionCalendar } from '../contract.ts';
import { HOSTS, PARTICIPANTS } from '../policy.ts';
import { monthOf, monthText, shiftMonth } from '../rules.ts';
import { isMonth, MonthGrid, MonthList } from './month-grid.tsx';
import './info-sessions.css';

/** The month in the address, and whether only one's own are shown. */
const useChoice = () => {
  const now = useNow(60);
  const [search, setSearch] = useSearchParams();
  const asked = search.get('month');
  const month = isMonth(asked) ? asked : monthOf(now);
  const isMine = search.get('mine') === 'yes';
  const set = (next: { readonly month?: string; readonly isMine?: boolean }) => {
    const address = new URLSearchParams();
    address.set('month', next.month ?? month);
    if (next.isMine ?? isMine) address.set('mine', 'yes');
    setSearch(address, { replace: true });
  };
  return { month, isMine, today: beijingDate(now), thisMonth: monthOf(now), set };
};

const Actions = () => {
  const isHost = useHasRole(...HOSTS);
  return (
    <Row>
      <LinkButton to="/#calendar">订阅到日历</LinkButton>
      <LinkButton to="/info-sessions/list">列表</LinkButton>
      {isHost ? (
        <LinkButton to="/info-sessions/new" tone="primary">
          新建说明会
        </LinkButton>
      ) : null}
    </Row>
  );
};

/** `/desk/info-sessions`. */
export const CalendarPage = () => {
  const isNarrow = useNarrow();
  const isParticipant = useHasRole(...PARTICIPANTS);
  const { month, isMine, today, thisMonth, set } = useChoice();
  const query = { month, ...(isMine ? { mine: 'yes' as const } : {}) };
  const read = useRead(sessionCalendar, { query }, { keepPrevious: true });
  return (
    <Page title="说明会" lead="培训评价组织的线上说明会，时间为北京时间。" action={<Actions />}>
      <div className="info-session-turn">
        <Button icon="chevron-left" onClick={() => set({ month: shiftMonth(month, -1) })}>
          上个月
        </Button>
        <strong aria-live="polite">{monthText(month)}</strong>
        <Button icon="chevron-right" onClick={() => set({ month: shiftMonth(month, 1) })}>
          下个月
        </Button>
        {month === thisMonth ? null : (
          <Button tone="quiet" onClick={() => set({ month: thisMonth })}>
            本月
          </Button>
        )}
        {isParticipant ? (
          <CheckboxField
            name="mine"
            label="只看我报名的"
            value={isMine}
            onChange={(next) => set({ isMine: next })}
          />
        ) : null}
      </div>
      <QueryState
        of={read}
        what="说明会"
        empty={{
          when: ({ rows }) => rows.length === 0,
          show: (
            <Empty title={isMine ? '这个月没有报名的说明会' : '这个月没有说明会'}>
              <p>可以看看上个月或下个月。</p>
            </Empty>
          ),
        }}
      >
        {({ rows }) =>
          isNarrow ? (
            <MonthList month={month} rows={rows} />
          ) : (
            <MonthGrid month={month} today={today} rows={rows} />
          )
        }
      </QueryState>
    </Page>
  );
};
