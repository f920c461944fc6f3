import { hashToken } from '../../platform/http/call.ts';
import { type Page, pageRoute, type Route } from '../../platform/http/route.ts';
import type { PublicSite } from '../../platform/page/public-site.ts';
import { enterFeed, signedUpSessions } from './feed-queries.ts';
import { calendarText } from './ical.ts';
import { listOpenInSpan } from './list-queries.ts';
import { publicCalendar, publicFeed, publicIcs, publicSession } from './public-contract.ts';
import { calendarContent, sessionContent } from './public-pages.ts';
import { findOpen } from './queries.ts';
import { answersOfSession } from './question-queries.ts';
import { monthOf, monthSpan } from './rules.ts';

const CALENDAR = 'text/calendar; charset=utf-8';

/** Whoever tries addresses learns nothing but this, and a program that subscribed stops asking. */
const NO_SUCH_FEED: Page = {
  html: '没有这个日历订阅，可能已经停用。请登录工作平台，在“说明会”页面重新开通。\n',
  status: 404,
  mediaType: 'text/plain; charset=utf-8',
};

/** What anybody may read, without a script and without signing in; and each person's own feed at its secret address. */
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
  // Never kept: what was revoked is gone at once.
  pageRoute(publicFeed, {
    handle: async (call) => {
      const params = call.params as typeof call.params | undefined;
      if (params === undefined) return NO_SUCH_FEED;
      return await call.read(async (read) => {
        const accountId = await enterFeed(read, hashToken(params.token));
        if (accountId === undefined) return NO_SUCH_FEED;
        const sessions = await signedUpSessions(read, accountId, call.receivedAt);
        const { publicUrl } = call;
        const html = calendarText({ name: '我报名的说明会', publicUrl, hasWayIn: true, sessions });
        return { html, mediaType: CALENDAR };
      });
    },
  }),
];
