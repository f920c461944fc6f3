import { useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';
import { useDismiss } from './dismiss.ts';

interface PopupProps {
  readonly label: ReactNode;
  /** Where the visible label is too short to say what it opens. */
  readonly accessibleLabel?: string;
  readonly icon?: IconName;
  readonly tone?: 'secondary' | 'quiet';
  readonly small?: boolean;
  /** The panel's edge that stays with the button. */
  readonly align?: 'start' | 'end';
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

/** A button that opens a small panel of ordinary controls beside it. */
export const Popup = (props: PopupProps) => {
  const { label, icon, tone = 'secondary', small = false, align = 'start', children } = props;
  const [isOpen, setOpen] = useState(false);
  const panelId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [close] = useState(() => (returnFocus: boolean) => {
    setOpen(false);
    if (returnFocus) button.current?.focus();
  });
  const root = useDismiss(isOpen, close);
  return (
    <div className="popup" ref={root}>
      <button
        ref={button}
        type="button"
        className={small ? 'button button-small' : 'button'}
        data-tone={tone}
        aria-expanded={isOpen}
        aria-controls={panelId}
        aria-label={props.accessibleLabel}
        onClick={() => setOpen(!isOpen)}
      >
        {icon === undefined ? null : <Icon name={icon} />}
        {label}
        <Icon name="chevron-down" />
      </button>
      <div className="popup-panel" id={panelId} data-align={align} hidden={!isOpen}>
        {isOpen ? (typeof children === 'function' ? children(() => close(true)) : children) : null}
      </div>
    </div>
  );
};
