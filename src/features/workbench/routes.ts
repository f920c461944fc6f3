import { pageRoute, route, type Route } from '../../platform/http/route.ts';
import { readSettings } from '../../platform/page/site-settings.ts';
import type { TaskSource } from '../../platform/tasks.ts';
import { createCalendar, eventsOf, listTasks, momentsOf, revokeCalendar } from './actions.ts';
import { calendarText } from './calendar.ts';
import * as contract from './contract.ts';
import { enterCalendarFeed, findCalendarFeed } from './queries.ts';

const NOTHING_HERE = {
  html: '这个日历地址已经停用，请登录工作平台，在首页重新生成。',
  status: 404,
  mediaType: 'text/plain; charset=utf-8',
};

/** @param sources every feature's tasks, in the order in which equally urgent ones stand */
export const createWorkbenchRoutes = (sources: readonly TaskSource[]): readonly Route[] => [
  route(contract.listTasks, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: ({ tx, actor, receivedAt }) => listTasks(sources, tx, actor, receivedAt),
  }),
  route(contract.getCalendar, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: async ({ tx, actor }) => ({
      createdAt: (await findCalendarFeed(tx, actor))?.createdAt ?? null,
    }),
  }),
  route(contract.createCalendar, {
    access: 'signed_in',
    audit: 'record',
    secret: true,
    handle: (call) => createCalendar({ ...call, at: call.receivedAt }),
  }),
  route(contract.revokeCalendar, {
    access: 'signed_in',
    audit: 'record',
    handle: (call) => revokeCalendar({ ...call, at: call.receivedAt }),
  }),
  pageRoute(contract.calendarFeed, {
    handle: (call) =>
      call.read(async (read) => {
        // Undefined for an address that cannot exist.
        const params = call.params as typeof call.params | undefined;
        if (params === undefined) return NOTHING_HERE;
        const { title } = await readSettings(read);
        const token = params.file.slice(0, -'.ics'.length);
        const actor = await enterCalendarFeed(read, token);
        if (actor === undefined) return NOTHING_HERE;
        const { publicUrl, receivedAt: at } = call;
        const moments = await momentsOf(sources, read, actor, at);
        const events = await eventsOf(sources, read, actor, { at, publicUrl });
        const html = calendarText({ title: `${title}期限`, publicUrl, at, moments, events });
        return { html, mediaType: 'text/calendar; charset=utf-8' };
      }),
  }),
];
