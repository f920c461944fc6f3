import { useEffect } from 'react';

import { asApiError } from '../../ui/api/api-error.ts';
import { forgetUnsentWork } from '../../ui/preferences.ts';
import { showToast } from '../../ui/feedback/toast.tsx';
import { nowInstant } from '../../ui/time/clock.ts';
import { SIGN_IN, endSession } from './session-calls.ts';

/** Written when somebody signs out, so that the browser tells the other windows; nothing of it stays. */
const SIGNED_OUT = 'onex.signed-out';

/** A full load: nothing of this person may stay in memory. */
const goToSignIn = (): void => location.assign(`/desk${SIGN_IN}`);

const tellOtherWindows = (): void => {
  try {
    localStorage.setItem(SIGNED_OUT, nowInstant());
    localStorage.removeItem(SIGNED_OUT);
  } catch {
    // Without storage the other windows learn it from the server.
  }
};

/** Ends the session. Who could not be signed out must not believe that they are. */
export const leaveDesk = async (): Promise<void> => {
  try {
    await endSession();
  } catch (fault) {
    if (asApiError(fault).status !== 401) {
      showToast('没有退出成功，您仍处于登录状态。请检查网络后再点一次“退出登录”');
      return;
    }
  }
  forgetUnsentWork();
  tellOtherWindows();
  goToSignIn();
};

/** Who signs out in one window leaves nothing standing in another. */
export const useSignedOutElsewhere = (): void => {
  useEffect(() => {
    const learn = ({ key, newValue }: StorageEvent) => {
      if (key === SIGNED_OUT && newValue !== null) goToSignIn();
    };
    window.addEventListener('storage', learn);
    return () => window.removeEventListener('storage', learn);
  }, []);
};
