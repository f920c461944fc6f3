import { z } from 'zod';

import { endpoint } from '../../kernel/endpoint.ts';
import type { Session } from '../../ui/session.tsx';

export const sessionEndpoint = endpoint({
  name: 'session.get',
  method: 'GET',
  path: '/api/session',
  summary: '当前登录的人和系统名称',
  output: z.custom<Session>(),
});

export const signOutEndpoint = endpoint({
  name: 'session.signOut',
  method: 'DELETE',
  path: '/api/session',
  summary: '退出登录',
  output: z.unknown(),
});
