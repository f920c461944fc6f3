import { Readable } from 'node:stream';
import type { Actor } from '../../kernel/actor.ts';
import { addDays, addMinutes, beijingYear, type Instant } from '../../kernel/time.ts';
import {
  audienceSchema,
  confirmReading,
  correctAnnouncement,
  createAnnouncement,
  publishAnnouncement,
  readAnnouncement,
} from '../../features/announcements/index.ts';
import {
  addEdition,
  createDocument,
  createFolder,
  moveDocument,
} from '../../features/documents/index.ts';
import { appendAudit, type AuditEntry } from '../../platform/audit.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import { docxFile } from '../../platform/files/sample-office.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { samplePlan } from './sample-plan.ts';
import type { DemoWorld } from './world.ts';

interface Teller {
  readonly world: DemoWorld;
  readonly files: FileStore;
  readonly office: Actor;
  readonly schools: readonly Actor[];
  readonly at: Instant;
}

/** Runs one action as this person did it then, with its audit rows. */
const act = async <T>(
  { world }: Teller,
  who: { readonly actor: Actor; readonly at: Instant; readonly action: string },
  work: (deed: {
    tx: DemoWorld['tx'];
    actor: Actor;
    at: Instant;
    record: (entry: AuditEntry) => void;
    plan: (job: PlannedJob) => void;
  }) => Promise<T>,
): Promise<T> => {
  const { actor, at, action } = who;
  const entries: AuditEntry[] = [];
  const result = await work({
    tx: world.tx,
    actor,
    at,
    record: (entry) => void entries.push(entry),
    plan: (job) => void world.told.push(job),
  });
  const moment = { actor, action, at, receivedAt: at, outcome: 'done' } as const;
  await appendAudit(world.tx, moment, entries);
  return result;
};

/** The year is that of the round that is open now. */
const announcementsOf = (year: number) =>
  [
    {
      days: -12,
      title: `关于做好${year}年第二批1+X证书试点申报工作的提示（演示）`,
      noticeNumber: `演示办函〔${year}〕2号`,
      bodyHtml:
        '<p>各院校：</p><p>本批申报在平台办理，不再另行报送纸质材料。请按下列要求准备：</p><ol><li><p>确定牵头校领导、负责部门和专人。</p></li><li><p>首次申报的上传加盖公章的试点工作方案。</p></li><li><p>截止时间以平台显示的北京时间为准。</p></li></ol><p>有疑问请看资料库里的操作手册。</p>',
      isPublic: true,
      mustConfirm: false,
      audience: {},
    },
    {
      days: -5,
      title: '关于核对本校联系人的通知（演示）',
      noticeNumber: null,
      bodyHtml: '<p>请各校核对业务联系人和办公电话，有变化的当天更新。核对后点“确认已知悉”。</p>',
      isPublic: false,
      mustConfirm: true,
      audience: { kinds: ['INSTITUTION' as const] },
    },
    {
      days: -2,
      title: '线上说明会时间安排（演示）',
      noticeNumber: null,
      bodyHtml: '<p>说明会定于周三下午2点，链接见各评价组织的说明会页面。</p>',
      isPublic: true,
      mustConfirm: false,
      audience: { kinds: ['INSTITUTION' as const, 'CITY_BUREAU' as const] },
    },
  ] as const;

const tellAnnouncements = async (teller: Teller): Promise<readonly string[]> => {
  const { office, at } = teller;
  const ids: string[] = [];
  for (const { days, audience, ...words } of announcementsOf(beijingYear(at))) {
    const then = addDays(at, days);
    const who = { actor: office, at: then };
    const id = await act(teller, { ...who, action: 'announcements.create' }, (deed) =>
      createAnnouncement(deed, {
        ...words,
        attachmentIds: [],
        audience: audienceSchema.parse(audience),
      }),
    );
    await act(teller, { ...who, action: 'announcements.publish' }, (deed) =>
      publishAnnouncement(deed, { id, version: 1 }),
    );
    ids.push(id);
  }
  return ids;
};

/** Some schools have read, fewer have confirmed, the others wait to be reminded. */
const tellReceipts = async (teller: Teller, id: string): Promise<void> => {
  for (const [index, actor] of teller.schools.slice(0, 12).entries()) {
    const at = addMinutes(addDays(teller.at, -4), index * 7);
    await readAnnouncement({ tx: teller.world.tx, actor, at }, id);
    if (index % 2 === 1) continue;
    await act(teller, { actor, at, action: 'announcements.confirm' }, (deed) =>
      confirmReading(deed, id, 1),
    );
  }
};

const FOLDERS = ['操作手册', '标准和政策', '表格'] as const;

const receive = async (files: FileStore, name: string, bytes: Uint8Array) =>
  await files.receive(Readable.from([Buffer.from(bytes)]), {
    originalName: name,
    accept: ['pdf', 'docx'],
    maxBytes: 20 * 1024 * 1024,
  });

const DOCUMENTS = [
  {
    folder: 0,
    title: '院校申报操作手册（演示）',
    category: 'MANUAL',
    visibility: 'PUBLIC',
    name: '院校申报操作手册.docx',
    lines: [
      '院校申报操作手册',
      '一、登录：用项目办发给的激活链接设置密码，首次登录后核对单位信息。',
      '二、填报：选择证书和等级，关联本校专业，填写计划人数，逐项回答五项条件。',
      '三、提交：提交后得到回执号；没有回执就是没有提交。',
      '四、修改：被退回的，只改标出的栏目，在期限内重新提交。',
    ],
  },
  {
    folder: 1,
    title: '考核站点设备要求摘编（演示）',
    category: 'STANDARD',
    visibility: 'SIGNED_IN',
    name: '考核站点设备要求.docx',
    lines: [
      '考核站点设备要求摘编',
      '考核站点应有独立的考场、监控和备用电源，机位与报名人数相适应。',
    ],
  },
] as const;

const tellDocuments = async (teller: Teller): Promise<void> => {
  const { office, at, files } = teller;
  const who = { actor: office, at: addDays(at, -9) };
  const folderIds: string[] = [];
  for (const [position, name] of FOLDERS.entries()) {
    const folder = await act(teller, { ...who, action: 'documents.createFolder' }, (deed) =>
      createFolder(deed, { name, position: position + 1 }),
    );
    folderIds.push(folder.id);
  }
  const shelve = async (facts: {
    readonly title: string;
    readonly folder: number;
    readonly category: 'MANUAL' | 'STANDARD' | 'FORM';
    readonly visibility: 'PUBLIC' | 'SIGNED_IN';
    readonly name: string;
    readonly bytes: Uint8Array;
  }): Promise<void> => {
    const { folder, name, bytes, ...rest } = facts;
    const file = await receive(files, name, bytes);
    await act(teller, { ...who, action: 'documents.create' }, async (deed) => {
      const id = await createDocument(deed, {
        ...rest,
        folderId: folderIds[folder] ?? '',
        documentNumber: null,
        summary: '',
        kinds: [],
        roles: [],
      });
      await addEdition(deed, id, { file, note: '' });
      await moveDocument(deed, { id, version: 2 }, 'release');
    });
  };
  for (const { lines, ...facts } of DOCUMENTS) await shelve({ ...facts, bytes: docxFile(lines) });
  await shelve({
    folder: 2,
    title: '试点工作方案样例（演示）',
    category: 'FORM',
    visibility: 'PUBLIC',
    name: '试点工作方案样例.pdf',
    bytes: await samplePlan(),
  });
};

/** Announcements with receipts and a correction, and a small library, by the real actions. */
export const tellCommunications = async (teller: Teller): Promise<void> => {
  const [, toConfirm, corrected] = await tellAnnouncements(teller);
  if (toConfirm !== undefined) await tellReceipts(teller, toConfirm);
  const who = { actor: teller.office, at: addDays(teller.at, -1) };
  if (corrected !== undefined) {
    await act(teller, { ...who, action: 'announcements.correct' }, (deed) =>
      correctAnnouncement(
        deed,
        { id: corrected, version: 2 },
        {
          title: '线上说明会时间安排（演示）',
          noticeNumber: null,
          bodyHtml: '<p>说明会改在周四下午2点，链接见各评价组织的说明会页面。</p>',
          attachmentIds: [],
          reason: '会议室冲突，由周三改为周四',
          reconfirm: false,
        },
      ),
    );
  }
  await tellDocuments(teller);
};
