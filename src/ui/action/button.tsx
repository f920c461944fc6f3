import type { MouseEvent, ReactNode } from 'react';
import { Link } from 'react-router';

import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';

export type ButtonTone = 'primary' | 'secondary' | 'quiet' | 'danger';

interface Look {
  readonly children: ReactNode;
  readonly tone?: ButtonTone;
  readonly icon?: IconName;
  readonly small?: boolean;
}

interface ButtonProps extends Look {
  readonly type?: 'button' | 'submit';
  readonly onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  /** The action is under way: stays focusable, ignores presses, says so. */
  readonly busy?: boolean;
  readonly busyText?: string;
  /** Prefer to leave a button on and to say what is missing; switch off only what cannot mean anything. */
  readonly disabled?: boolean;
  readonly expanded?: boolean;
  readonly pressed?: boolean;
  readonly controls?: string;
  /** Instead of the visible text, only when the text alone would not say which thing is meant. */
  readonly label?: string;
}

const classOf = (look: Look): string =>
  ['button', look.small === true ? 'button-small' : ''].filter(Boolean).join(' ');

/** An arrow points where it leads: what goes on has it after the words. */
const Content = ({ icon, children }: Look) => (
  <>
    {icon === undefined || icon === 'chevron-right' ? null : <Icon name={icon} />}
    {children}
    {icon === 'chevron-right' ? <Icon name={icon} /> : null}
  </>
);

export const Button = (props: ButtonProps) => {
  const { tone = 'secondary', busy = false, onClick, type = 'button' } = props;
  return (
    <button
      type={type}
      className={classOf(props)}
      data-tone={tone}
      data-busy={busy || undefined}
      disabled={props.disabled}
      aria-disabled={busy || undefined}
      aria-expanded={props.expanded}
      aria-pressed={props.pressed}
      aria-controls={props.controls}
      aria-label={props.label}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <Content {...props}>{busy ? (props.busyText ?? props.children) : props.children}</Content>
      {busy ? <span className="hidden">，正在处理</span> : null}
    </button>
  );
};

interface LinkButtonProps extends Look {
  readonly to: string;
}

/** Looks like a button, goes to a page of the desk. */
export const LinkButton = ({ to, ...look }: LinkButtonProps) => (
  <Link to={to} className={classOf(look)} data-tone={look.tone ?? 'secondary'}>
    <Content {...look} />
  </Link>
);

interface DownloadLinkProps extends Look {
  readonly href: string;
  readonly onClick?: (event: MouseEvent<HTMLAnchorElement>) => void;
  /** Suggested file name; the server's own name wins. */
  readonly fileName?: string;
}

/** Looks like a button, fetches a file that the server makes (CSV, PDF). */
export const DownloadLink = ({ href, fileName, onClick, ...look }: DownloadLinkProps) => (
  <a
    href={href}
    download={fileName ?? ''}
    onClick={onClick}
    className={classOf(look)}
    data-tone={look.tone ?? 'secondary'}
  >
    <Content icon="download" {...look} />
  </a>
);
