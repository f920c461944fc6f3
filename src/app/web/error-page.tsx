import { isRouteErrorResponse, useRouteError } from 'react-router';

import { Button } from '../../ui/action/button.tsx';
import { networkError } from '../../ui/api/api-error.ts';
import { Page } from '../../ui/layout/page.tsx';
import { Failure, NotFound } from '../../ui/state/states.tsx';

const isMissing = (fault: unknown): boolean => isRouteErrorResponse(fault) && fault.status === 404;

/** After a new release the chunks that an open tab still asks for are gone; only a fresh page helps. */
const isOutdated = (fault: unknown): boolean =>
  fault instanceof TypeError && /dynamically imported module|module script/i.test(fault.message);

/** What stands where a page could not be shown. The rest of the desk goes on working. */
export const ErrorPage = () => {
  const fault = useRouteError();
  if (isMissing(fault)) {
    return (
      <Page title="没有这个页面">
        <NotFound title="没有这个页面" />
      </Page>
    );
  }
  // Without a network the page's own code does not come either.
  if (isOutdated(fault) && !navigator.onLine) {
    return (
      <Page title="没有连上网络">
        <Failure error={networkError()} onRetry={() => location.reload()} />
      </Page>
    );
  }
  const title = isOutdated(fault) ? '系统已更新' : '页面出了问题';
  return (
    <Page title={title}>
      <div className="state" role="alert">
        <div>
          <p className="state-text">
            {isOutdated(fault)
              ? '这个窗口还是旧版本。请重新载入后继续，已保存的内容都在。'
              : '请重新载入。若一直如此，请把您正在做的事告诉工作人员。已保存的内容都在。'}
          </p>
          <div className="row">
            <Button tone="primary" onClick={() => location.reload()}>
              重新载入
            </Button>
          </div>
        </div>
      </div>
    </Page>
  );
};

export const MissingPage = () => (
  <Page title="没有这个页面">
    <NotFound title="没有这个页面" />
  </Page>
);
