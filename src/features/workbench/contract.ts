import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { instantText } from '../../kernel/time.ts';

const task = z.strictObject({
  /** Source and key: the same as long as it is the same task. */
  id: z.string(),
  title: z.string(),
  detail: z.string(),
  dueAt: instantText().nullable(),
  /** Inside the desk. */
  path: z.string(),
  waitsFor: z.string().nullable(),
});

export type TaskRow = z.output<typeof task>;

const moment = z.strictObject({
  id: z.string(),
  title: z.string(),
  at: instantText(),
  edge: z.enum(['begins', 'ends']),
  path: z.string(),
});

export const listTasks = endpoint({
  name: 'workbench.tasks',
  method: 'GET',
  path: '/api/workbench/tasks',
  summary: '我的待办、我在等的和接下来的期限',
  output: z.strictObject({
    /** What the person must do, the most urgent first. */
    todo: z.array(task),
    /** What others must do before the person can go on. */
    waiting: z.array(task),
    /** The next moments of the calendar, at most three. */
    next: z.array(moment),
  }),
});

const CALENDAR = '/api/workbench/calendar';

export const getCalendar = endpoint({
  name: 'workbench.getCalendar',
  method: 'GET',
  path: CALENDAR,
  summary: '我的日历订阅地址是否在用',
  output: z.strictObject({ createdAt: instantText().nullable() }),
});

export const createCalendar = endpoint({
  name: 'workbench.createCalendar',
  method: 'POST',
  path: CALENDAR,
  summary: '生成新的日历订阅地址，原地址停用',
  body: z.strictObject({}),
  /** A path of this site. The address is told this once; only its hash is kept. */
  output: z.strictObject({ path: z.string() }),
});

export const revokeCalendar = endpoint({
  name: 'workbench.revokeCalendar',
  method: 'DELETE',
  path: CALENDAR,
  summary: '停用日历订阅地址',
  output: z.strictObject({ done: z.literal(true) }),
});

/** No page for people: calendar programs read it by its address, without signing in. */
export const calendarFeed = endpoint({
  name: 'workbench.calendarFeed',
  method: 'GET',
  path: '/calendar/:file',
  summary: '期限日历（iCalendar）',
  params: z.object({ file: z.string().regex(/^[A-Za-z0-9_-]{43}\.ics$/) }),
  output: z.string(),
});
