import { useEffect, useRef } from 'react';
import { useBlocker } from 'react-router';

import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';

/** The browser asks before the window is closed or loaded anew with something unsaved in it. */
export const useUnloadGuard = (isUnsaved: () => boolean): void => {
  const latest = useRef(isUnsaved);
  useEffect(() => {
    latest.current = isUnsaved;
  });
  useEffect(() => {
    const guard = (event: BeforeUnloadEvent) => {
      if (latest.current()) event.preventDefault();
    };
    window.addEventListener('beforeunload', guard);
    return () => window.removeEventListener('beforeunload', guard);
  }, []);
};

/** Asks before another page of the desk takes the place of one with something unsaved on it. */
export const LeaveGuard = ({ isUnsaved }: { readonly isUnsaved: () => boolean }) => {
  useUnloadGuard(isUnsaved);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && isUnsaved(),
  );
  return (
    <ConfirmDialog
      title="离开本页，放弃填写的内容？"
      open={blocker.state === 'blocked'}
      onClose={() => blocker.reset?.()}
      onConfirm={() => blocker.proceed?.()}
      confirmLabel="放弃并离开"
      danger
    >
      <p>本页填写的内容还没有保存，离开后不能找回。</p>
    </ConfirmDialog>
  );
};
