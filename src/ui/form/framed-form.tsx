import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import type { Finding } from '../../kernel/finding.ts';
import { Button, LinkButton } from '../action/button.tsx';
import type { ApiError } from '../api/api-error.ts';
import { ActionBar, Row } from '../layout/page.tsx';
import { ErrorSummary, Form } from './form.tsx';
import { LeaveGuard } from './leave-guard.tsx';

interface BodyProps {
  readonly findings?: readonly Finding[];
  readonly error: ApiError | null;
  readonly onSubmit: () => void;
  /** Accessible name where the page has several forms. */
  readonly label?: string;
  /** Something was typed or chosen. */
  readonly onInput?: () => void;
  readonly children: ReactNode;
}

interface SubmitProps {
  /** The verb on the button: `登记等级`. */
  readonly submitLabel: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly busyText?: string;
}

type FramedFormProps = BodyProps & SubmitProps;

const Body = ({ findings, error, onSubmit, label, onInput, children }: BodyProps) => (
  <Form
    error={error}
    onSubmit={onSubmit}
    {...(findings === undefined ? {} : { findings })}
    {...(label === undefined ? {} : { label })}
    {...(onInput === undefined ? {} : { onInput })}
  >
    <ErrorSummary />
    {children}
  </Form>
);

const Submit = ({ submitLabel, danger = false, busy, busyText }: SubmitProps) => (
  <Button
    type="submit"
    tone={danger ? 'danger' : 'primary'}
    busy={busy}
    {...(busyText === undefined ? {} : { busyText })}
  >
    {submitLabel}
  </Button>
);

interface DialogFormProps extends FramedFormProps {
  readonly onClose: () => void;
}

/** What a dialog asks: the errors first, the fields, and the two buttons. */
export const DialogForm = ({ onClose, children, ...form }: DialogFormProps) => (
  <Body {...form}>
    {children}
    <Row>
      <Button onClick={onClose}>取消</Button>
      <Submit {...form} />
    </Row>
  </Body>
);

interface PageFormProps extends FramedFormProps {
  /** Where one goes without saving. */
  readonly backTo: string;
  /** Something was changed by a button; what is typed or chosen in a field is noticed here. */
  readonly changed?: boolean;
}

/** A form that fills a page; its buttons stay in sight, and what is typed is not left behind unasked. */
export const PageForm = ({ backTo, changed = false, children, ...form }: PageFormProps) => {
  const isTouched = useRef(false);
  const state = useRef({ changed, busy: form.busy });
  useEffect(() => {
    state.current = { changed, busy: form.busy };
  });
  // A page that is left while it is being saved is left by its own answer.
  const isUnsaved = () =>
    (isTouched.current || state.current.changed) && state.current.busy === false;
  return (
    <>
      <Body
        {...form}
        onInput={() => {
          isTouched.current = true;
        }}
      >
        {children}
        <ActionBar>
          <LinkButton to={backTo}>取消</LinkButton>
          <Submit {...form} />
        </ActionBar>
      </Body>
      <LeaveGuard isUnsaved={isUnsaved} />
    </>
  );
};
