import { useEffect, useSyncExternalStore } from 'react';
import { useLocation } from 'react-router';

import { Button } from '../action/button.tsx';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo: (() => void) | undefined;
  /** The page on which it was done. */
  readonly place: string;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

const change = (next: readonly Toast[]): void => {
  toasts = next;
  for (const listener of listeners) listener();
};

/** What can be taken back is taken back where it was done: an undo on the page after it would surprise. */
const dismissUndosElsewhere = (): void =>
  change(toasts.filter(({ undo, place }) => undo === undefined || place === location.pathname));

const dismiss = (id: number): void => change(toasts.filter((toast) => toast.id !== id));

/**
 * A short word about something that is done, where nothing else on the page shows it; with `undo` for what can be
 * taken back. Errors never go here: they stay where they happened until they are mended.
 */
export const showToast = (text: string, undo?: () => void): void => {
  lastId += 1;
  change([...toasts.slice(-2), { id: lastId, text, undo, place: location.pathname }]);
};

const STAYS_MS = 6000;
/** An undo must be reachable for people who are slow with the keyboard (WCAG 2.2.1). */
const UNDO_STAYS_MS = 20_000;

const ToastItem = ({ toast }: { readonly toast: Toast }) => {
  useEffect(() => {
    const stays = toast.undo === undefined ? STAYS_MS : UNDO_STAYS_MS;
    const timer = setTimeout(() => dismiss(toast.id), stays);
    return () => clearTimeout(timer);
  }, [toast]);
  const { undo } = toast;
  return (
    <div className="toast">
      <span>{toast.text}</span>
      {undo === undefined ? null : (
        <Button
          small
          onClick={() => {
            dismiss(toast.id);
            undo();
          }}
        >
          撤销
        </Button>
      )}
      <Button small tone="quiet" icon="close" onClick={() => dismiss(toast.id)}>
        <span className="hidden">关闭提示</span>
      </Button>
    </div>
  );
};

/** Stands once, in the shell. */
export const ToastRegion = () => {
  const shown = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => toasts,
  );
  const { pathname } = useLocation();
  useEffect(dismissUndosElsewhere, [pathname]);
  return (
    <div className="toasts" role="status" aria-label="提示">
      {shown.map((toast) => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
    </div>
  );
};
