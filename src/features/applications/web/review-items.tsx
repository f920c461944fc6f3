import { useState } from 'react';

import { isBlocking } from '../../../kernel/finding.ts';
import type { Finding } from '../../../kernel/finding.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { Flag, StatusTag } from '../../../ui/display/status-tag.tsx';
import { Disclosure } from '../../../ui/feedback/disclosure.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { NumberField, TextArea } from '../../../ui/form/text-fields.tsx';
import { RadioGroup } from '../../../ui/form/choice-fields.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { GRADES } from '../content.ts';
import type { ApplicationItemContent } from '../content.ts';
import type { ApplicationView } from '../contract.ts';
import { applicationFacts } from '../review-contract.ts';
import { warningReason } from '../rules.ts';
import { useJudge, useReview } from './review-context.ts';
import { certificateLabel, itemField } from './review-fields.ts';
import { doubtAbout, outcomeOf } from './review-outcome.ts';
import { Remarkable } from './review-remarks.tsx';

type Item = ApplicationView['items'][number];

interface ItemProps {
  readonly item: Item;
  /** Persons filed for the same certificate level in the round before; undefined when it was not. */
  readonly lastFiled: number | undefined;
  readonly content: ApplicationItemContent | undefined;
  readonly index: number;
}

const majorText = (view: ApplicationView, majorId: string): string => {
  const major = view.majors.find((one) => one.id === majorId);
  if (major === undefined) return '（已删除的专业）';
  const closed = major.isClosed ? '，已停招' : '';
  return `${major.name}（${major.firstEnrolmentYear} 年起招生，在校生 ${major.currentStudents} 人${closed}）`;
};

const ItemFacts = ({ content }: { readonly content: ApplicationItemContent }) => {
  const { view } = useReview();
  const majors = content.institutionMajorIds.map((id) => majorText(view, id));
  return (
    <dl className="review-item-facts">
      <div>
        <dt>专业</dt>
        <dd>{majors.length === 0 ? <span className="muted">未选择</span> : majors.join('；')}</dd>
      </div>
      <div>
        <dt>年级</dt>
        <dd>{content.grades.map((grade) => GRADES[grade]).join('、')}</dd>
      </div>
      {content.siteIntention ? (
        <div>
          <dt>考核站点</dt>
          <dd>有意申请考核站点</dd>
        </div>
      ) : null}
      {content.note === '' ? null : (
        <div>
          <dt>备注</dt>
          <dd>{content.note}</dd>
        </div>
      )}
    </dl>
  );
};

/** What the checks ask about, with the institution's own reason beside it. */
const ItemFinding = ({ finding }: { readonly finding: Finding }) => {
  const { view } = useReview();
  const reason = warningReason(view.content, finding);
  return (
    <div className="review-finding" data-severity={finding.severity}>
      <Flag tone={isBlocking(finding) ? 'danger' : 'attention'}>{finding.text}</Flag>
      {finding.source === undefined ? null : <span className="source">依据：{finding.source}</span>}
      {isBlocking(finding) ? null : (
        <p className="review-own-words">
          院校说明：{reason === '' ? <span className="muted">未说明</span> : reason}
        </p>
      )}
    </div>
  );
};

const CITY_WORDS = { ENDORSED: '同意', NOT_ENDORSED: '不同意' } as const;
const PROVINCE_WORDS = { APPROVED: '通过', REJECTED: '不通过' } as const;

/** What has been decided on the item so far. */
const ItemDecisions = ({ item }: { readonly item: Item }) => (
  <>
    {item.cityDecision === null ? null : (
      <p>
        <StatusTag tone={item.cityDecision === 'ENDORSED' ? 'done' : 'danger'}>
          {`市级初审：${CITY_WORDS[item.cityDecision]}`}
        </StatusTag>{' '}
        {item.cityOpinion}
      </p>
    )}
    {item.provincialDecision === null ? null : (
      <p>
        <StatusTag tone={item.provincialDecision === 'APPROVED' ? 'done' : 'danger'}>
          {`省级审核：${PROVINCE_WORDS[item.provincialDecision]}`}
        </StatusTag>{' '}
        {item.approvedHeadcount === null ? '' : `核定 ${item.approvedHeadcount} 人`}{' '}
        {item.provincialOpinion}
      </p>
    )}
  </>
);

const YES_NO = {
  city: [
    { value: 'yes', label: '同意' },
    { value: 'no', label: '不同意' },
  ],
  province: [
    { value: 'yes', label: '通过' },
    { value: 'no', label: '不通过' },
  ],
} as const;

const answerOf = (accepted: boolean | null): string => {
  if (accepted === null) return '';
  return accepted ? 'yes' : 'no';
};

const headcountError = (headcount: number | null, planned: number): string | undefined => {
  if (headcount === null) return undefined;
  if (headcount < 1) return '至少 1 人；不同意该项请选“不通过”';
  return headcount > planned ? `不能超过计划的 ${planned} 人` : undefined;
};

interface JudgementProps {
  readonly item: Item;
  readonly planned: number;
  readonly label: string;
  readonly stage: 'city' | 'province';
}

/** How many persons the province approves; an empty box means as planned. */
const ApprovedHeadcount = ({ item, planned }: Pick<JudgementProps, 'item' | 'planned'>) => {
  const { judgement, judge } = useJudge(item);
  const [isCleared, setCleared] = useState(false);
  return (
    <NumberField
      name={`items.${item.id}.headcount`}
      label="核定人数"
      unit="人"
      help={isCleared ? '不填即按计划人数' : undefined}
      value={isCleared ? null : (judgement.headcount ?? planned)}
      error={headcountError(judgement.headcount, planned)}
      onChange={(value) => {
        setCleared(value === null);
        judge({ headcount: value === planned ? null : value });
      }}
    />
  );
};

const Judgement = ({ item, planned, label, stage }: JudgementProps) => {
  const { judgement, judge } = useJudge(item);
  const { accepted, headcount, opinion } = judgement;
  // Emptied to be written anew, the box stays under the hands.
  const [hasWritten, setWritten] = useState(false);
  const isReduced = accepted === true && headcount !== null && headcount !== planned;
  const isAdverse = accepted === false || isReduced;
  return (
    <Form label={`对${label}的意见`}>
      <div className="review-judgement">
        <RadioGroup
          name={`items.${item.id}.accepted`}
          label={`${stage === 'city' ? '初审' : '审核'}：${label}`}
          labelHidden
          inline
          value={answerOf(accepted)}
          onChange={(value) => judge({ accepted: value === 'yes' })}
          options={YES_NO[stage]}
        />
        {accepted === null ? <Flag tone="attention">{doubtAbout(item)}</Flag> : null}
        {stage === 'province' && accepted === true ? (
          <ApprovedHeadcount item={item} planned={planned} />
        ) : null}
        {isAdverse || hasWritten || opinion !== '' ? (
          <TextArea
            name={`items.${item.id}.opinion`}
            label="该项意见"
            help={isAdverse ? '请写明不通过或核减的理由，院校可以看到。' : undefined}
            rows={2}
            max={2000}
            value={opinion}
            onChange={(words) => {
              setWritten(true);
              judge({ opinion: words });
            }}
          />
        ) : null}
      </div>
    </Form>
  );
};

const ReviewItem = ({ item, content, index, lastFiled }: ItemProps) => {
  const { findings, stage } = useReview();
  const label = certificateLabel(item);
  const planned = content?.plannedHeadcount ?? 0;
  const own = findings.filter((finding) => finding.field.startsWith(`items[${index}]`));
  return (
    <li className="review-item">
      <Remarkable field={itemField(item.id)}>
        {(button) => (
          <div className="review-item-body">
            <div className="review-item-head">
              <h3>
                <span className="review-item-number">{index + 1}</span>
                {label}
              </h3>
              {item.isNew ? <StatusTag tone="brand">首次申报</StatusTag> : null}
              <strong className="review-headcount">计划 {planned} 人</strong>
              {lastFiled === undefined ? null : (
                <span className="muted">上一轮备案 {lastFiled} 人</span>
              )}
              {button}
            </div>
            <p className="muted">{item.evaluationOrganizationName}</p>
            {content === undefined ? null : <ItemFacts content={content} />}
            {own.map((finding) => (
              <ItemFinding key={`${finding.code} ${finding.field}`} finding={finding} />
            ))}
            <ItemDecisions item={item} />
            {stage === undefined ? null : (
              <Judgement item={item} planned={planned} label={label} stage={stage} />
            )}
          </div>
        )}
      </Remarkable>
    </li>
  );
};

const summaryOf = (view: ApplicationView, warnings: number): string => {
  const planned = view.content.items.reduce((sum, item) => sum + (item.plannedHeadcount ?? 0), 0);
  const fresh = view.items.filter((item) => item.isNew).length;
  return [
    `共 ${view.items.length} 项，计划 ${planned} 人`,
    fresh === 0 ? '' : `首次申报 ${fresh} 项`,
    warnings === 0 ? '' : `${warnings} 处提醒`,
  ]
    .filter((part) => part !== '')
    .join('；');
};

/** The certificates applied for: what is planned, what the checks ask about, and the reviewer's word on each. */
export const ItemsSection = () => {
  const { view, draft, setDraft, findings, stage } = useReview();
  const facts = useRead(applicationFacts, { params: { applicationId: view.id } });
  const lastFiled = (item: Item) =>
    facts.data?.rows.find((row) => row.certificateLevelId === item.certificateLevelId)?.lastFiled ??
    undefined;
  const outcome = outcomeOf(view, draft);
  const isTouched = Object.keys(draft.items).length > 0;
  const warnings = findings.filter((finding) => finding.field.startsWith('items[')).length;
  return (
    <Section
      title="申报的证书"
      id="items"
      note={summaryOf(view, warnings)}
      action={
        stage !== undefined && isTouched && outcome.kind !== 'complete' ? (
          <Button small tone="quiet" onClick={() => setDraft((now) => ({ ...now, items: {} }))}>
            恢复逐项意见
          </Button>
        ) : undefined
      }
    >
      <ol className="review-items">
        {view.items.map((item, index) => (
          <ReviewItem
            key={item.id}
            item={item}
            index={index}
            content={view.content.items[index]}
            lastFiled={lastFiled(item)}
          />
        ))}
      </ol>
    </Section>
  );
};

/** Findings that belong to no item, such as a field that has become invalid since. */
export const OtherFindings = () => {
  const others = useReview().findings.filter((finding) => !finding.field.startsWith('items['));
  if (others.length === 0) return null;
  return (
    <Disclosure summary={`系统检查另有 ${others.length} 处提示`} open>
      {others.map((finding) => (
        <ItemFinding key={`${finding.code} ${finding.field}`} finding={finding} />
      ))}
    </Disclosure>
  );
};
