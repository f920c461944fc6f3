import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';

const UNSEARCHABLE = /[\u0000-\u001F\u007F-\u009F]/g;

/** A public address never scolds: what it does not understand counts as not given. */
const publicQuery = z.object({
  q: z
    .string()
    .transform((text) =>
      Array.from(text.toWellFormed().replace(UNSEARCHABLE, ' ').trim()).slice(0, 60).join(''),
    )
    .transform((text) => (text === '' ? undefined : text))
    .optional()
    .catch(undefined),
  month: z
    .string()
    .regex(/^20\d\d-(?:0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
});

export type PublicQuery = z.output<typeof publicQuery>;

const params = z.object({ sessionId: idText() });

export const publicCalendar = endpoint({
  name: 'info-sessions.publicCalendar',
  method: 'GET',
  path: '/info-sessions',
  summary: '公开页面：说明会日历',
  query: publicQuery,
  output: z.string(),
});

export const publicSession = endpoint({
  name: 'info-sessions.publicSession',
  method: 'GET',
  path: '/info-sessions/:sessionId',
  summary: '公开页面：一场说明会',
  params,
  output: z.string(),
});

export const publicIcs = endpoint({
  name: 'info-sessions.publicIcs',
  method: 'GET',
  path: '/info-sessions/:sessionId/calendar.ics',
  summary: '一场说明会的日历文件（公开，不含参会链接）',
  params,
  output: z.string(),
});
