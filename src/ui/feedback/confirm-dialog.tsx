import { useState } from 'react';
import type { ReactNode } from 'react';

import type { ApiError } from '../api/api-error.ts';
import { TextField } from '../form/text-fields.tsx';
import { Form } from '../form/form.tsx';
import { Banner } from './banner.tsx';
import { ConfirmButtons } from './confirm-buttons.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  /** A question: `撤回这份申请？` */
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  /** The verb: `撤回申请`, never `确定`. */
  readonly confirmLabel: string;
  /** What happens, who is told, whether it can be taken back. */
  readonly children: ReactNode;
  readonly danger?: boolean;
  /** What cannot be undone asks for a word to be typed. What can be undone must not. */
  readonly typedWord?: string;
  readonly busy?: boolean;
  readonly error?: ApiError | null;
}

const ConfirmContent = (props: ConfirmDialogProps) => {
  const { typedWord, error, children, onConfirm } = props;
  const [typed, setTyped] = useState('');
  const [wasWrong, setWasWrong] = useState(false);
  const isRight = typedWord === undefined || typed.trim() === typedWord;
  const confirm = () => {
    setWasWrong(!isRight);
    if (isRight) onConfirm();
  };
  return (
    <Form onSubmit={confirm}>
      {error === null || error === undefined ? null : (
        <Banner tone="danger" title="没有办成">
          {error.text}
        </Banner>
      )}
      <div className="prose">{children}</div>
      {typedWord === undefined ? null : (
        <TextField
          name="typedWord"
          label={`请输入“${typedWord}”以确认`}
          value={typed}
          onChange={setTyped}
          width="medium"
          required
          error={wasWrong && !isRight ? `请照样输入“${typedWord}”` : undefined}
        />
      )}
      <ConfirmButtons
        onClose={props.onClose}
        confirmLabel={props.confirmLabel}
        danger={props.danger}
        busy={props.busy}
      />
    </Form>
  );
};

/** Asks before something that others see or that cannot be taken back. */
export const ConfirmDialog = (props: ConfirmDialogProps) => (
  <Dialog title={props.title} open={props.open} onClose={props.onClose}>
    <ConfirmContent {...props} />
  </Dialog>
);
