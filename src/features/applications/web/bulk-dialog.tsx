import { useState } from 'react';

import type { OutputOf } from '../../../kernel/endpoint.ts';
import { normalizeText } from '../../../kernel/text.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { errorFinding } from '../../../kernel/finding.ts';
import { bulkDecide, type QueueRow } from '../review-contract.ts';
import { type BulkVerb, UNDO_REASON, undoOf } from './bulk-verbs.ts';
import { transitionOf, verbLabel } from './review-labels.tsx';

import './review.css';

type Result = OutputOf<typeof bulkDecide>['results'][number];

interface ResultTableProps {
  readonly caption: string;
  readonly results: readonly Result[];
  readonly isTrial: boolean;
}

/** What scrolls by itself must take the focus. */
const SCROLLING = { role: 'region', tabIndex: 0 } as const;

/** One line for each ticked application, the refused ones first. */
const ResultTable = ({ caption, results, isTrial }: ResultTableProps) => (
  <div className="table-frame bulk-results" aria-label={caption} {...SCROLLING}>
    <table className="table">
      <caption className="hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">院校</th>
          <th scope="col">{isTrial ? '试算' : '结果'}</th>
          <th scope="col">说明</th>
        </tr>
      </thead>
      <tbody>
        {results
          .toSorted((one, other) => Number(one.ok) - Number(other.ok))
          .map((result) => (
            <tr key={result.applicationId}>
              <th scope="row">{result.institutionName}</th>
              <td data-nowrap>
                {result.ok ? (
                  <Flag tone="done">{isTrial ? '可以办理' : '已办理'}</Flag>
                ) : (
                  <Flag tone="danger">{isTrial ? '不能办理' : '未办理'}</Flag>
                )}
              </td>
              <td>{result.text}</td>
            </tr>
          ))}
      </tbody>
    </table>
  </div>
);

interface OpinionStepProps {
  readonly verb: BulkVerb;
  readonly count: number;
  readonly opinion: string;
  readonly setOpinion: (opinion: string) => void;
}

const isReasonRequired = (verb: BulkVerb): boolean => transitionOf(verb)?.reason === 'required';

const OpinionStep = ({ verb, count, opinion, setOpinion }: OpinionStepProps) => (
  <>
    <p>
      将对所勾选的 <strong>{count}</strong> 件申报办理“{verbLabel(verb)}”
      {verb === 'endorse' || verb === 'approve' ? '，各项证书均按计划人数通过' : ''}
      。未勾选的申报不受影响。下一步先试算，不会改动任何申报。
    </p>
    <TextArea
      name="opinion"
      label={isReasonRequired(verb) ? '理由' : '意见（可不填）'}
      help="写入每一件的审核意见，院校可以看到。"
      required={isReasonRequired(verb)}
      rows={3}
      max={2000}
      value={opinion}
      onChange={setOpinion}
    />
  </>
);

const TrialStep = ({
  verb,
  results,
}: {
  readonly verb: BulkVerb;
  readonly results: readonly Result[];
}) => {
  const fit = results.filter((result) => result.ok).length;
  return (
    <>
      <p role="status">
        试算完成：{fit} 件可以办理“{verbLabel(verb)}”
        {fit < results.length ? `，${results.length - fit} 件不能办理，将跳过` : ''}
        。目前还没有改动任何申报。
      </p>
      <ResultTable caption="试算结果" results={results} isTrial />
    </>
  );
};

const DoneStep = ({
  verb,
  results,
}: {
  readonly verb: BulkVerb;
  readonly results: readonly Result[];
}) => {
  const done = results.filter((result) => result.ok).length;
  const failed = results.length - done;
  return (
    <>
      <Banner
        tone={failed === 0 ? 'success' : 'attention'}
        title={`已办理 ${done} 件“${verbLabel(verb)}”${failed === 0 ? '' : `，${failed} 件未办理`}`}
      />
      <ResultTable caption="办理结果" results={results} isTrial={false} />
    </>
  );
};

type Step =
  | { readonly kind: 'opinion' }
  | { readonly kind: 'trial'; readonly results: readonly Result[] }
  | { readonly kind: 'done'; readonly verb: BulkVerb; readonly results: readonly Result[] };

interface BulkDialogProps {
  readonly verb: BulkVerb;
  readonly rows: readonly Pick<QueueRow, 'id' | 'version'>[];
  readonly onClose: (wasDone: boolean) => void;
}

const targetsOf = (results: readonly Result[]) =>
  results
    .filter((result) => result.ok)
    .map(({ applicationId, version }) => ({ applicationId, version }));

/** Opinion → trial of every row → confirmation → result of every row, which can be taken back. */
export const BulkDialog = ({ verb, rows, onClose }: BulkDialogProps) => {
  const [step, setStep] = useState<Step>({ kind: 'opinion' });
  const [opinion, setOpinion] = useState('');
  const [isMissing, setMissing] = useState(false);
  const trial = useWrite(bulkDecide);
  const run = useWrite(bulkDecide, { invalidates: ['applications'] });
  const undo = undoOf(verb);

  const tryOut = () => {
    const isBlank = isReasonRequired(verb) && normalizeText(opinion) === '';
    setMissing(isBlank);
    if (isBlank) return;
    const targets = rows.map((row) => ({ applicationId: row.id, version: row.version }));
    trial.mutate(
      { body: { verb, rows: targets, opinion, dryRun: true } },
      { onSuccess: ({ results }) => setStep({ kind: 'trial', results }) },
    );
  };
  const carryOut = (results: readonly Result[]) =>
    run.mutate(
      { body: { verb, rows: targetsOf(results), opinion, dryRun: false } },
      { onSuccess: (output) => setStep({ kind: 'done', verb, results: output.results }) },
    );
  const takeBack = (results: readonly Result[], back: BulkVerb) =>
    run.mutateAsync({
      body: { verb: back, rows: targetsOf(results), opinion: UNDO_REASON, dryRun: false },
    });
  const undoHere = (results: readonly Result[], back: BulkVerb) =>
    void takeBack(results, back).then(
      (output) => setStep({ kind: 'done', verb: back, results: output.results }),
      () => undefined,
    );
  const close = () => {
    if (step.kind !== 'done') return onClose(false);
    const done = targetsOf(step.results).length;
    if (done > 0 && step.verb === verb && undo !== undefined) {
      showToast(`已办理 ${done} 件“${verbLabel(verb)}”`, () => {
        takeBack(step.results, undo).then(
          ({ results }) => showToast(undoneText(results)),
          () => showToast('没有撤销成功，请在列表中勾选后批量撤销'),
        );
      });
    }
    onClose(true);
  };

  return (
    <Dialog
      title={`批量${verbLabel(verb)}`}
      open
      width="wide"
      onClose={close}
      footer={
        <BulkFooter
          step={step}
          verb={verb}
          isBusy={trial.isPending || run.isPending}
          onTry={tryOut}
          onRun={carryOut}
          onBack={() => setStep({ kind: 'opinion' })}
          onUndo={undo === undefined ? undefined : (results) => undoHere(results, undo)}
          onClose={close}
        />
      }
    >
      <Form
        error={trial.error ?? run.error}
        findings={
          isMissing
            ? [errorFinding('bulk.reason', 'opinion', `请填写“${verbLabel(verb)}”的理由`)]
            : []
        }
        onSubmit={step.kind === 'opinion' ? tryOut : () => undefined}
      >
        <ErrorSummary />
        {step.kind === 'opinion' ? (
          <OpinionStep verb={verb} count={rows.length} opinion={opinion} setOpinion={setOpinion} />
        ) : null}
        {step.kind === 'trial' ? <TrialStep verb={verb} results={step.results} /> : null}
        {step.kind === 'done' ? <DoneStep verb={step.verb} results={step.results} /> : null}
      </Form>
    </Dialog>
  );
};

const undoneText = (results: readonly Result[]): string => {
  const done = results.filter((result) => result.ok).length;
  return done === results.length
    ? `已撤销 ${done} 件`
    : `已撤销 ${done} 件，${results.length - done} 件未能撤销，请在列表中核对`;
};

interface BulkFooterProps {
  readonly step: Step;
  readonly verb: BulkVerb;
  readonly isBusy: boolean;
  readonly onTry: () => void;
  readonly onRun: (results: readonly Result[]) => void;
  readonly onBack: () => void;
  readonly onUndo: ((results: readonly Result[]) => void) | undefined;
  readonly onClose: () => void;
}

const BulkFooter = ({
  step,
  verb,
  isBusy,
  onTry,
  onRun,
  onBack,
  onUndo,
  onClose,
}: BulkFooterProps) => {
  if (step.kind === 'opinion') {
    return (
      <>
        <Button onClick={onClose}>取消</Button>
        <Button tone="primary" busy={isBusy} busyText="正在试算" onClick={onTry}>
          试算
        </Button>
      </>
    );
  }
  const count = targetsOf(step.results).length;
  if (step.kind === 'trial') {
    return (
      <>
        <Button onClick={onBack}>上一步</Button>
        <Button
          tone="primary"
          busy={isBusy}
          busyText="正在办理"
          disabled={count === 0}
          onClick={() => onRun(step.results)}
        >
          {verbLabel(verb)} {count} 件
        </Button>
      </>
    );
  }
  return (
    <>
      {onUndo !== undefined && step.verb === verb && count > 0 ? (
        <Button busy={isBusy} busyText="正在撤销" onClick={() => onUndo(step.results)}>
          撤销这 {count} 件
        </Button>
      ) : null}
      <Button tone="primary" onClick={onClose}>
        完成
      </Button>
    </>
  );
};
