import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { CommittedRefusal, listRoute, route, type Route } from '../../platform/http/route.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { noticeEvent, noticeEvents } from '../../platform/notice.ts';
import { confirmAddress, dropAddress, enterNewAddress } from './address-actions.ts';
import {
  countUnread,
  enterAddress,
  getOrganizationDefaults,
  getPreferences,
  type InboxRow,
  listEvents,
  listInbox,
  markAllRead,
  markRead,
  removeAddress,
  saveProfile,
  switchDefault,
  switchEvent,
  verifyAddressEndpoint,
} from './contract.ts';
import { codeWrong } from './errors.ts';
import { openChannels } from './expand.ts';
import { type InboxEntry, listEntries, markEntriesRead, unreadCount } from './inbox-queries.ts';
import { wake } from './jobs.ts';
import { officeRoutes } from './office-routes.ts';
import { ORGANIZATION_KEEPERS } from './policy.ts';
import {
  changeDefault,
  changeOwnChoice,
  changeProfile,
  readDefaults,
  readPreferences,
} from './preference-actions.ts';

const inboxRow = (entry: InboxEntry): InboxRow => ({
  ...entry,
  eventLabel: noticeEvent(entry.event).label,
});

const inboxRoutes: readonly Route[] = [
  listRoute(listInbox, {
    access: 'signed_in',
    fileName: '站内消息',
    columns: [
      { key: 'createdAt', label: '时间' },
      { key: 'eventLabel', label: '种类' },
      { key: 'title', label: '标题' },
      { key: 'lines', label: '内容', value: (row) => row.lines.join(' ') },
      { key: 'readAt', label: '阅读时间' },
    ],
    handle: async (call) => {
      const { rows, total } = await listEntries(call.tx, call.query, call.actor.userId);
      const { page, pageSize } = call.query;
      return { rows: rows.map(inboxRow), total, page, pageSize };
    },
  }),
  route(countUnread, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: async (call) => ({ unreadCount: await unreadCount(call.tx, call.actor.userId) }),
  }),
  route(listEvents, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: async () => ({
      rows: noticeEvents().map(({ name, label, isUrgent }) => ({
        name,
        label,
        isUrgent: isUrgent === true,
      })),
    }),
  }),
  route(markRead, {
    access: 'signed_in',
    audit: { none: '本人阅读站内消息，不是业务办理' },
    handle: async (call) => {
      await markEntriesRead(call.tx, call.actor.userId, call.receivedAt, call.body.ids);
      return { unreadCount: await unreadCount(call.tx, call.actor.userId) };
    },
  }),
  route(markAllRead, {
    access: 'signed_in',
    audit: { none: '本人阅读站内消息，不是业务办理' },
    handle: async (call) => {
      await markEntriesRead(call.tx, call.actor.userId, call.receivedAt, 'all');
      return { unreadCount: await unreadCount(call.tx, call.actor.userId) };
    },
  }),
];

interface Asking {
  readonly tx: Read;
  readonly actor: Actor;
  readonly keyring: Keyring;
  readonly receivedAt: Instant;
}

const preferencesOf = async (call: Asking) =>
  await readPreferences(call.tx, call.actor, {
    open: await openChannels(call.tx),
    keyring: call.keyring,
  });

const defaultsOf = async (call: Pick<Asking, 'tx' | 'actor'>) =>
  await readDefaults(call.tx, call.actor, { open: await openChannels(call.tx) });

const preferenceRoutes: readonly Route[] = [
  route(getPreferences, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: preferencesOf,
  }),
  route(saveProfile, {
    access: 'signed_in',
    audit: 'record',
    handle: async (call) => {
      await changeProfile({ ...call, at: call.receivedAt }, call.body);
      return await preferencesOf(call);
    },
  }),
  route(switchEvent, {
    access: 'signed_in',
    audit: 'record',
    handle: async (call) => {
      await changeOwnChoice({ ...call, at: call.receivedAt }, call.body);
      return await preferencesOf(call);
    },
  }),
  route(getOrganizationDefaults, {
    access: ORGANIZATION_KEEPERS,
    audit: { none: '只读' },
    handle: defaultsOf,
  }),
  route(switchDefault, {
    access: ORGANIZATION_KEEPERS,
    audit: 'record',
    handle: async (call) => {
      await changeDefault({ ...call, at: call.receivedAt }, call.body);
      return await defaultsOf(call);
    },
  }),
];

const addressRoutes: readonly Route[] = [
  route(enterAddress, {
    access: 'signed_in',
    audit: 'record',
    // A mailbox or a mobile: not kept for a repeated request.
    secret: true,
    handle: async (call) => {
      const wanted = { medium: call.params.medium, typed: call.body.address };
      const given = { open: await openChannels(call.tx), wake: wake() };
      await enterNewAddress({ ...call, at: call.receivedAt }, wanted, given);
      return await preferencesOf(call);
    },
  }),
  route(verifyAddressEndpoint, {
    access: 'signed_in',
    audit: 'record',
    secret: true,
    handle: async (call) => {
      const deed = { ...call, at: call.receivedAt };
      const isRight = await confirmAddress(deed, call.params.medium, call.body.code);
      return isRight ? await preferencesOf(call) : new CommittedRefusal(codeWrong());
    },
  }),
  route(removeAddress, {
    access: 'signed_in',
    audit: 'record',
    handle: async (call) => {
      await dropAddress({ ...call, at: call.receivedAt }, call.params.medium);
      return await preferencesOf(call);
    },
  }),
];

export const notificationRoutes: readonly Route[] = [
  ...inboxRoutes,
  ...preferenceRoutes,
  ...addressRoutes,
  ...officeRoutes,
];
