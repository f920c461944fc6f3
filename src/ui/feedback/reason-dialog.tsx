import { useState } from 'react';
import type { ReactNode } from 'react';

import type { Endpoint } from '../../kernel/endpoint.ts';
import type { CallInput } from '../api/api-client.ts';
import { useWrite } from '../api/use-api.ts';
import { ErrorSummary, Form } from '../form/form.tsx';
import { TextArea } from '../form/text-fields.tsx';
import { ConfirmButtons } from './confirm-buttons.tsx';
import { Dialog } from './dialog.tsx';
import { showToast } from './toast.tsx';

interface ReasonFormProps<E extends Endpoint> {
  readonly onClose: () => void;
  /** Its body takes the `reason`; a refusal of it stands at the field. */
  readonly endpoint: E;
  readonly input: (reason: string) => CallInput<E>;
  readonly invalidates: readonly (Endpoint | string)[];
  /** Said once it is done. */
  readonly done: string;
  readonly confirmLabel: string;
  readonly busyText?: string;
  readonly danger?: boolean;
  readonly label?: string;
  readonly required?: boolean;
  readonly rows?: number;
  readonly max?: number;
  /** What happens, who is told, whether it can be taken back. */
  readonly children: ReactNode;
}

interface ReasonDialogProps<E extends Endpoint> extends ReasonFormProps<E> {
  /** A question: `撤回这篇通知？` */
  readonly title: string;
  readonly open: boolean;
}

/** The same inside a `Dialog` that stays while its subject comes and goes. */
export const ReasonForm = <E extends Endpoint>(props: ReasonFormProps<E>) => {
  const { onClose, endpoint, input, invalidates, done, confirmLabel } = props;
  const [reason, setReason] = useState('');
  const write = useWrite(endpoint, {
    invalidates,
    onSuccess: () => {
      onClose();
      showToast(done);
    },
  });
  return (
    <Form error={write.error} label={confirmLabel} onSubmit={() => write.mutate(input(reason))}>
      <ErrorSummary />
      <div className="prose">{props.children}</div>
      <TextArea
        name="reason"
        label={props.label ?? '原因'}
        required={props.required ?? true}
        rows={props.rows ?? 3}
        max={props.max ?? 500}
        value={reason}
        onChange={setReason}
      />
      <ConfirmButtons
        onClose={onClose}
        confirmLabel={confirmLabel}
        danger={props.danger}
        busy={write.isPending}
        busyText={props.busyText}
      />
    </Form>
  );
};

/** Asks why before something that others see or that cannot be taken back, and does it. */
export const ReasonDialog = <E extends Endpoint>({
  title,
  open,
  ...form
}: ReasonDialogProps<E>) => (
  <Dialog title={title} open={open} onClose={form.onClose}>
    <ReasonForm {...form} />
  </Dialog>
);
