import { useState } from 'react';

import { isBefore } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { Deadline } from '../../../ui/display/time-text.tsx';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import type { ApplicationContent } from '../content.ts';
import { type ApplicationView, submissionContent } from '../contract.ts';
import { useApplication } from './application-draft.tsx';
import { pathById, pathByPlace } from './application-items.ts';
import { ProblemLink } from './application-problems.tsx';
import { type SectionKey, sectionOf } from './application-sections.ts';
import { fieldLabel } from './review-fields.ts';

type Remark = ApplicationView['remarks'][number];

export interface OpenRemark {
  readonly remark: Remark;
  /** Where its field stands now; undefined when its item was taken out. */
  readonly field: string | undefined;
  readonly label: string;
  /** Answered, or what it is about was changed since it was submitted. */
  readonly isHandled: boolean;
}

/** Remarks name items by id, or by their place in what was submitted. */
const fieldById = (
  field: string,
  submitted: ApplicationContent | undefined,
): string | undefined => {
  const byUuid = /^items\[([0-9a-f-]{36})\](.*)$/.exec(field);
  if (byUuid !== null) return `items/${byUuid[1] ?? ''}${byUuid[2] ?? ''}`;
  return submitted === undefined ? field : pathById(field, submitted.items);
};

const partAt = (content: ApplicationContent, byId: string): unknown => {
  const found = /^items\/([0-9a-f-]{36})/.exec(byId);
  if (found !== null) return content.items.find((item) => item.id === found[1]);
  const condition = /^conditions\[(\d+)\]/.exec(byId)?.[1];
  if (condition !== undefined) return content.conditions[Number(condition)];
  return byId in content ? content[byId as keyof ApplicationContent] : undefined;
};

const isChanged = (
  view: ApplicationView,
  now: ApplicationContent,
  then: ApplicationContent,
  byId: string,
): boolean => {
  if (byId === 'planFile') {
    return (
      view.planFile !== null &&
      view.submittedAt !== null &&
      isBefore(view.submittedAt, view.planFile.uploadedAt)
    );
  }
  return JSON.stringify(partAt(now, byId)) !== JSON.stringify(partAt(then, byId));
};

/** The remarks of the return that is being worked on, none in any other state. */
export const useOpenRemarks = (): readonly OpenRemark[] => {
  const { view, state } = useApplication();
  const isReturned = view.status === 'RETURNED';
  const read = useRead(
    submissionContent,
    { params: { applicationId: view.id, number: view.submissionCount } },
    { enabled: isReturned && view.remarks.length > 0 },
  );
  if (!isReturned) return [];
  const submitted = read.data?.content;
  const { content, answers } = state.draft;
  return view.remarks
    .filter((remark) => view.submittedAt === null || !isBefore(remark.createdAt, view.submittedAt))
    .map((remark) => {
      const byId = fieldById(remark.field, submitted);
      const field = byId === undefined ? undefined : pathByPlace(byId, content.items);
      const changed =
        byId !== undefined && submitted !== undefined && isChanged(view, content, submitted, byId);
      return {
        remark,
        field,
        label: fieldLabel(remark.field, view),
        isHandled: (answers[remark.id] ?? '') !== '' || changed,
      };
    });
};

const RemarkItem = ({ open }: { readonly open: OpenRemark }) => {
  const { desk, state, canEdit } = useApplication();
  const { remark, field, label, isHandled } = open;
  const [isOpen, setOpen] = useState(false);
  const answer = state.draft.answers[remark.id] ?? '';
  return (
    <li className="application-remark">
      <p className="application-remark-place">
        <strong>{label}</strong>
        {isHandled ? <Flag tone="done">已修改或答复</Flag> : <Flag tone="attention">待处理</Flag>}
        {canEdit && field !== undefined && field !== '' ? (
          <ProblemLink field={field}>
            去修改<span className="hidden">：{label}</span>
          </ProblemLink>
        ) : null}
      </p>
      <p className="application-own-words">{remark.text}</p>
      {canEdit && (isOpen || answer !== '') ? (
        <TextArea
          name={`answers.${remark.id}`}
          label={`对“${label}”意见的答复`}
          help="已按意见修改的可以不答复；不修改的请说明理由"
          rows={2}
          max={1000}
          value={answer}
          onChange={(text) => {
            // Emptied to be written anew, the box stays under the hands.
            setOpen(true);
            desk.answer(remark.id, text);
          }}
        />
      ) : canEdit ? (
        <Button small onClick={() => setOpen(true)}>
          答复<span className="hidden">：{label}</span>
        </Button>
      ) : answer === '' ? null : (
        <p className="application-own-words">答复：{answer}</p>
      )}
    </li>
  );
};

interface RemarkListProps {
  /** Only the remarks of one section; all of them when left out. */
  readonly section?: SectionKey;
}

/** What the reviewers want mended, place by place, with room for an answer. */
export const RemarkList = ({ section }: RemarkListProps) => {
  const { shown } = useApplication();
  const all = useOpenRemarks();
  const mine = all.filter(
    (one) => section === undefined || sectionOf(one.field ?? one.remark.field) === section,
  );
  if (mine.length === 0) return null;
  return (
    <Form label="审核意见的答复" findings={shown}>
      <ul className="application-remarks">
        {mine.map((open) => (
          <RemarkItem key={open.remark.id} open={open} />
        ))}
      </ul>
    </Form>
  );
};

/** The reason of the return and what has to be done until when. */
export const ReturnBanner = () => {
  const { view } = useApplication();
  const remarks = useOpenRemarks();
  if (view.status !== 'RETURNED') return null;
  const decision = view.decisions.findLast(
    (one) => !one.revoked && (one.verb === 'returnByCity' || one.verb === 'returnByProvince'),
  );
  const open = remarks.filter((one) => !one.isHandled).length;
  return (
    <Banner tone="attention" title={`${decision?.reviewer ?? '审核单位'}退回修改`}>
      {decision === undefined || decision.opinion === '' ? null : (
        <p className="application-own-words">{decision.opinion}</p>
      )}
      <p>
        <Deadline at={view.submitBy} label="修改截止" />
      </p>
      <p>请按意见修改后重新提交；逾期未提交将自动关闭。</p>
      {remarks.length === 0 ? null : (
        <p>
          {open === 0
            ? `${remarks.length} 条具体意见都已修改或答复，可以重新提交。`
            : `${remarks.length} 条具体意见，还有 ${open} 条待处理：`}
        </p>
      )}
      <RemarkList />
    </Banner>
  );
};
