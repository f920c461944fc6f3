import { pageRoute, type Route } from '../../platform/http/route.ts';
import type { PublicSite } from '../../platform/page/public-site.ts';
import { calendarText } from './ical.ts';
import { listOpenInSpan } from './list-queries.ts';
import { publicCalendar, publicIcs, publicSession } from './public-contract.ts';
import { calendarContent, sessionContent } from './public-pages.ts';
import { findOpen } from './queries.ts';
import { answersOfSession } from './question-queries.ts';
import { monthOf, monthSpan } from './rules.ts';

const CALENDAR = 'text/calendar; charset=utf-8';

/** What anybody may read, without a script and without signing in. */
export const createInfoSessionPages = (site: PublicSite): readonly Route[] => [
  pageRoute(publicCalendar, {
    handle: (call) =>
      site.show(call, async (read) => {
        const month = call.query.month ?? monthOf(call.receivedAt);
        const sessions = await listOpenInSpan(read, monthSpan(month), { q: call.query.q });
        return calendarContent(call.query, month, sessions);
      }),
  }),
  pageRoute(publicSession, {
    handle: (call) =>
      site.show(call, async (read) => {
        // Undefined for an id that cannot exist.
        const params = call.params as typeof call.params | undefined;
        if (params === undefined) return undefined;
        const session = await findOpen(read, params.sessionId);
        if (session === undefined) return undefined;
        const answers = await answersOfSession(read, session.id);
        return sessionContent(session, answers, call.receivedAt);
      }),
  }),
  pageRoute(publicIcs, {
    handle: (call) =>
      site.send(call, async (read) => {
        const params = call.params as typeof call.params | undefined;
        if (params === undefined) return undefined;
        const session = await findOpen(read, params.sessionId);
        if (session === undefined) return undefined;
        const { publicUrl } = call;
        const facts = { name: session.title, publicUrl, hasWayIn: false, sessions: [session] };
        return { html: calendarText(facts), mediaType: CALENDAR };
      }),
  }),
];
