import type { ReactNode } from 'react';

import type { Finding } from '../../kernel/finding.ts';
import { Button, LinkButton } from '../action/button.tsx';
import type { ApiError } from '../api/api-error.ts';
import { ActionBar, Row } from '../layout/page.tsx';
import { ErrorSummary, Form } from './form.tsx';

interface BodyProps {
  readonly findings?: readonly Finding[];
  readonly error: ApiError | null;
  readonly onSubmit: () => void;
  /** Accessible name where the page has several forms. */
  readonly label?: string;
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

const Body = ({ findings, error, onSubmit, label, children }: BodyProps) => (
  <Form
    error={error}
    onSubmit={onSubmit}
    {...(findings === undefined ? {} : { findings })}
    {...(label === undefined ? {} : { label })}
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
}

/** A form that fills a page; its buttons stay in sight. */
export const PageForm = ({ backTo, children, ...form }: PageFormProps) => (
  <Body {...form}>
    {children}
    <ActionBar>
      <LinkButton to={backTo}>取消</LinkButton>
      <Submit {...form} />
    </ActionBar>
  </Body>
);
