import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';

import { Icon } from '../icon.tsx';

interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the primary one last. */
  readonly footer?: ReactNode;
  readonly width?: 'normal' | 'wide';
  /** Only the buttons close it: for what must be answered. */
  readonly mustAnswer?: boolean;
}

interface FrameProps extends Omit<DialogProps, 'open' | 'width'> {
  readonly titleId: string;
}

const Frame = ({ title, titleId, onClose, children, footer, mustAnswer }: FrameProps) => (
  <div className="dialog-frame">
    <header className="dialog-head">
      <h2 id={titleId}>{title}</h2>
      {mustAnswer === true ? null : (
        <button
          type="button"
          className="button"
          data-tone="quiet"
          aria-label="关闭"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      )}
    </header>
    <div className="dialog-body">{children}</div>
    {footer === undefined ? null : <footer className="dialog-foot">{footer}</footer>}
  </div>
);

/**
 * The browser's own modal dialog: it keeps the focus inside, makes the rest inert, closes on Escape and gives the
 * focus back. On phones it is a sheet at the bottom. Its content lives only while it is open.
 */
export const Dialog = ({ open, width = 'normal', ...frame }: DialogProps) => {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      className="dialog"
      data-width={width}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // The parent decides: `open` stays the only truth.
        event.preventDefault();
        if (frame.mustAnswer !== true) frame.onClose();
      }}
      onClose={() => {
        if (!open) return;
        // Browsers let nobody hold back a second Escape; what must be answered comes back.
        if (frame.mustAnswer === true) ref.current?.showModal();
        else frame.onClose();
      }}
    >
      {open ? <Frame {...frame} titleId={titleId} /> : null}
    </dialog>
  );
};
