import { useId, useState } from 'react';
import type { ReactNode } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import type { ApplicationView } from '../contract.ts';
import { useReview, withRemark } from './review-context.ts';
import { fieldLabel, isAbout } from './review-fields.ts';

type Remark = ApplicationView['remarks'][number];

const STAGES = { CITY_REVIEW: '市级', PROVINCIAL_REVIEW: '省级' } as const;

/** A remark of an earlier return with what the institution answered. */
export const EarlierRemark = ({
  remark,
  place,
}: {
  readonly remark: Remark;
  readonly place?: string;
}) => (
  <div className="review-remark" data-kind="earlier">
    <p>
      <span className="review-remark-head">
        {STAGES[remark.stage]}批注
        {place === undefined ? null : `（${place}）`}，<Time at={remark.createdAt} />
      </span>
      {remark.text}
    </p>
    <p>
      <span className="review-remark-head">院校答复</span>
      {remark.answer === '' ? <span className="muted">未答复</span> : remark.answer}
    </p>
  </div>
);

const FORM_ID = 'review-remark-field';

interface RemarkEditorProps {
  readonly place: string;
  readonly text: string;
  /** Each word belongs to what will be sent and kept, pressed a button or not. */
  readonly onChange: (text: string) => void;
  readonly onClose: () => void;
}

const RemarkEditor = ({ place, text, onChange, onClose }: RemarkEditorProps) => {
  const [words, setWords] = useState(text);
  const [before] = useState(text);
  const write = (next: string) => {
    setWords(next);
    onChange(next);
  };
  const cancel = () => {
    onChange(before);
    onClose();
  };
  return (
    <Form label={`批注：${place}`} onSubmit={onClose}>
      <div className="review-remark" data-kind="draft">
        <TextArea
          name={FORM_ID}
          label={`批注：${place}`}
          help="写明请院校改什么、怎么改。批注随“退回修改”一并发出。"
          rows={3}
          max={1000}
          value={words}
          onChange={write}
        />
        <div className="row">
          <Button type="submit" tone="primary" small>
            记下批注
          </Button>
          <Button small onClick={cancel}>
            取消
          </Button>
        </div>
      </div>
    </Form>
  );
};

interface DraftRemarkProps {
  readonly text: string;
  readonly place: string;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

const DraftRemarkBox = ({ text, place, onEdit, onRemove }: DraftRemarkProps) => (
  <div className="review-remark" data-kind="draft">
    <p>
      <span className="review-remark-head">我的批注（未发出）</span>
      {text}
    </p>
    <div className="row">
      <Button small tone="quiet" onClick={onEdit} label={`修改对${place}的批注`}>
        修改
      </Button>
      <Button small tone="quiet" onClick={onRemove} label={`删除对${place}的批注`}>
        删除
      </Button>
    </div>
  </div>
);

interface RemarkableProps {
  /** Where a new remark points. */
  readonly field: string;
  /** Paths whose earlier remarks stand here too; the field itself by default. */
  readonly covers?: readonly string[];
  readonly children: (button: ReactNode) => ReactNode;
}

/** A place of the application: what earlier remarks say about it, and a button to write one. */
export const Remarkable = ({ field, covers = [field], children }: RemarkableProps) => {
  const { view, draft, setDraft, canRemark } = useReview();
  const [isAsked, setOpen] = useState(false);
  const isOpen = isAsked && canRemark;
  const boxId = useId();
  const place = fieldLabel(field, view);
  const own = draft.remarks.find((remark) => remark.field === field);
  const earlier = view.remarks.filter((remark) =>
    covers.some((path) => isAbout(remark.field, path, view)),
  );
  const change = (text: string) => setDraft((now) => withRemark(now, field, text));
  const button =
    canRemark && (own === undefined || isOpen) ? (
      <Button
        small
        tone="quiet"
        label={`给${place}写批注`}
        expanded={isOpen}
        controls={boxId}
        onClick={() => setOpen(!isOpen)}
      >
        批注
      </Button>
    ) : null;
  return (
    <div className="review-place" id={placeId(field)}>
      {children(button)}
      <div id={boxId} className="review-remarks">
        {earlier.map((remark) => (
          <EarlierRemark key={remark.id} remark={remark} />
        ))}
        {isOpen ? (
          <RemarkEditor
            place={place}
            text={own?.text ?? ''}
            onChange={change}
            onClose={() => setOpen(false)}
          />
        ) : null}
        {own !== undefined && !isOpen ? (
          <DraftRemarkBox
            text={own.text}
            place={place}
            onEdit={() => setOpen(true)}
            onRemove={() => change('')}
          />
        ) : null}
      </div>
    </div>
  );
};

/** Anchor of a place, to jump to from the list of remarks. */
export const placeId = (field: string): string => `place-${field.replaceAll(/[^\w-]/g, '-')}`;
