import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';

const UNSEARCHABLE = /[\u0000-\u001F\u007F-\u009F]/g;

/** A public address never scolds: what it does not understand counts as not given. */
const publicQuery = z.object({
  q: z
    .string()
    .transform((text) => Array.from(text.replace(UNSEARCHABLE, ' ').trim()).slice(0, 60).join(''))
    .transform((text) => (text === '' ? undefined : text))
    .optional()
    .catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export const publicList = endpoint({
  name: 'announcements.publicList',
  method: 'GET',
  path: '/announcements',
  summary: '公开页面：通知公告',
  query: publicQuery,
  output: z.string(),
});

export const publicDetail = endpoint({
  name: 'announcements.publicDetail',
  method: 'GET',
  path: '/announcements/:announcementId',
  summary: '公开页面：一篇通知公告',
  params: z.object({ announcementId: idText() }),
  output: z.string(),
});

export const publicFeed = endpoint({
  name: 'announcements.publicFeed',
  method: 'GET',
  path: '/announcements/feed.xml',
  summary: '通知公告的 Atom 订阅',
  output: z.string(),
});
