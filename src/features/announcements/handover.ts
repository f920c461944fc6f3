import type { HandoverSource } from '../../platform/handover.ts';
import { confirmationsOf, moveConfirmations } from './handover-queries.ts';

/** Announcements that one person must confirm (七.1); drafts are the office's, not their writer's. */
export const announcementHandovers: readonly HandoverSource[] = [
  {
    name: 'announcements.confirmation',
    label: '须确认的通知',
    list: confirmationsOf,
    move: moveConfirmations,
  },
];
