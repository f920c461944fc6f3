import { useState } from 'react';
import type { ReactNode } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { buildUrl } from '../../../ui/api/url.ts';
import { FileLink } from '../../../ui/display/file-link.tsx';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { CONDITION_ANSWERS, CONDITIONS, type ConditionAnswer } from '../content.ts';
import { downloadPlan } from '../contract.ts';
import { useReview } from './review-context.ts';
import { conditionField, conditionPath, PEOPLE_FIELDS, PLAN_FIELD } from './review-fields.ts';
import { affiliationLabel, kindLabel, NO_BUREAU } from './review-labels.tsx';
import { Remarkable } from './review-remarks.tsx';

interface FactProps {
  readonly term: string;
  readonly children: ReactNode;
}

const Fact = ({ term, children }: FactProps) => (
  <div className="review-fact">
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);

const given = (text: string) => (text === '' ? <span className="muted">未填写</span> : text);

export const InstitutionSection = () => {
  const { view } = useReview();
  const { institution } = view;
  return (
    <Section title="院校" id="institution">
      <dl className="review-facts">
        <Fact term="标识码">{given(institution.code)}</Fact>
        <Fact term="办学类型">
          {kindLabel(institution.kind)}，{affiliationLabel(institution.affiliation)}
        </Fact>
        <Fact term="所在地">{given(institution.areaName)}</Fact>
        <Fact term="初审单位">{view.reviewingBureauName ?? NO_BUREAU}</Fact>
        <Fact term="是否首次参加">{view.isNewInstitution ? '首次参加试点' : '此前有备案'}</Fact>
        <Fact term="回执号">{given(view.receiptNumber ?? '')}</Fact>
        <Fact term="提交时间">
          {view.submittedAt === null ? '未提交' : <Time at={view.submittedAt} />}
          {view.submissionCount > 1 ? `（第 ${view.submissionCount} 次提交）` : ''}
        </Fact>
      </dl>
    </Section>
  );
};

const pathsOf = (person: (typeof PEOPLE_FIELDS)[number]): readonly string[] =>
  'also' in person ? [person.field, person.also] : [person.field];

export const PeopleSection = () => {
  const { content } = useReview().view;
  return (
    <Section title="负责人与联系人" id="people">
      <div className="review-lines">
        {PEOPLE_FIELDS.map((person) => {
          const title = 'also' in person ? content[person.also] : '';
          const name = content[person.field];
          return (
            <Remarkable key={person.field} field={person.field} covers={pathsOf(person)}>
              {(button) => (
                <div className="review-line">
                  <span className="review-term">{person.label}</span>
                  <span>{given(title === '' ? name : `${name}，${title}`)}</span>
                  {button}
                </div>
              )}
            </Remarkable>
          );
        })}
      </div>
    </Section>
  );
};

const ANSWER_TONES: Record<ConditionAnswer, 'done' | 'attention' | 'danger'> = {
  MET: 'done',
  MOSTLY_MET: 'attention',
  NOT_MET: 'danger',
};

const Answer = ({ answer }: { readonly answer: ConditionAnswer | null }) =>
  answer === null ? (
    <span className="muted">未回答</span>
  ) : (
    <StatusTag tone={ANSWER_TONES[answer]}>{CONDITION_ANSWERS[answer]}</StatusTag>
  );

export const ConditionsSection = () => {
  const { content } = useReview().view;
  const answers = CONDITIONS.map((_, index) => content.conditions[index]?.answer ?? null);
  const open = answers.filter((answer) => answer !== 'MET').length;
  return (
    <Section
      title="五项条件"
      id="conditions"
      note={open === 0 ? '院校自查：全部符合' : `院校自查：${open} 项不是“符合”`}
    >
      <div className="review-lines">
        {CONDITIONS.map((condition, index) => (
          <Remarkable
            key={condition.key}
            field={conditionField(index)}
            covers={[conditionPath(index)]}
          >
            {(button) => (
              <div className="review-condition">
                <h3>
                  {index + 1}．{condition.label}
                </h3>
                <Answer answer={answers[index] ?? null} />
                {button}
                <p className="muted review-condition-help">{condition.help}</p>
                {content.conditions[index]?.explanation === '' ? null : (
                  <p className="review-own-words">
                    院校说明：{content.conditions[index]?.explanation}
                  </p>
                )}
              </div>
            )}
          </Remarkable>
        ))}
      </div>
    </Section>
  );
};

/** Opens the file in a tab of its own; its type is forced, so that nothing but a PDF can ever be shown. */
const usePreview = (url: string) => {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const open = async () => {
    // Opened at once: browsers block windows that appear long after the press.
    const tab = window.open('', '_blank');
    setState('busy');
    try {
      const answer = await fetch(url, { credentials: 'same-origin' });
      if (!answer.ok) throw new Error(String(answer.status));
      const file = new Blob([await answer.arrayBuffer()], { type: 'application/pdf' });
      const address = URL.createObjectURL(file);
      if (tab === null) window.location.assign(address);
      else tab.location.replace(address);
      setState('idle');
    } catch {
      tab?.close();
      setState('failed');
    }
  };
  return { state, open: () => void open() };
};

const PlanFile = ({
  applicationId,
  file,
}: {
  readonly applicationId: string;
  readonly file: NonNullable<ReturnType<typeof useReview>['view']['planFile']>;
}) => {
  const url = buildUrl(downloadPlan.path, { applicationId });
  const { state, open } = usePreview(url);
  return (
    <>
      <span className="review-file">
        <FileLink
          href={url}
          name={file.name}
          byteCount={file.byteCount}
          pageCount={file.pageCount ?? undefined}
        />
        <Button small icon="external" busy={state === 'busy'} busyText="正在打开" onClick={open}>
          在新窗口查看
        </Button>
      </span>
      <p className="muted">
        上传于 <Time at={file.uploadedAt} />
      </p>
      {state === 'failed' ? <p role="alert">没有打开文件，请点文件名下载后查看。</p> : null}
    </>
  );
};

export const PlanSection = () => {
  const { view } = useReview();
  const isNeeded = view.items.some((item) => item.isNew);
  return (
    <Section
      title="试点工作方案"
      id="plan"
      note={isNeeded ? '有首次申报的证书，须上传盖章方案' : '没有首次申报的证书，可不上传'}
    >
      <Remarkable field={PLAN_FIELD}>
        {(button) => (
          <div className="review-line">
            <div>
              {view.planFile === null ? (
                <span className="muted">没有上传</span>
              ) : (
                <PlanFile applicationId={view.id} file={view.planFile} />
              )}
            </div>
            {button}
          </div>
        )}
      </Remarkable>
      <p className="muted">
        {view.content.statementAccepted ? '院校已作真实性承诺。' : '院校尚未勾选真实性承诺。'}
      </p>
    </Section>
  );
};
