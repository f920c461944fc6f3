import type { PlannedJob } from '../../platform/jobs.ts';
import { type NoticeEvent, tell } from '../../platform/notice.ts';

export const filingNoticeEvents: readonly NoticeEvent[] = [
  { name: 'filings.published', label: '备案名单公布', isForGroups: true },
];

/** 四.5: evaluation organizations fetch the list from the platform; who stands in it, or has left it, is told. */
export const tellPublished = (edition: {
  readonly id: string;
  readonly number: number;
  readonly roundTitle: string;
  readonly organizationIds: readonly string[];
}): PlannedJob[] =>
  edition.organizationIds.length === 0
    ? []
    : [
        tell({
          event: 'filings.published',
          key: edition.id,
          to: edition.organizationIds.map((organizationId) => ({ organizationId })),
          title: `${edition.roundTitle}备案名单第 ${edition.number} 版已公布`,
          lines: ['请登录系统查看并取用涉及本组织证书的名单，不再另行发文。'],
          path: '/desk',
        }),
      ];
