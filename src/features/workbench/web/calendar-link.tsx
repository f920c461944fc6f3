import { useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'react-router';

import type { Instant } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { Disclosure } from '../../../ui/feedback/disclosure.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { createCalendar, getCalendar, revokeCalendar } from '../contract.ts';

const OWN = ['workbench.getCalendar'];

/** Shown once after it was made: only a hash of it is kept. */
const NewAddress = ({ path }: { readonly path: string }) => {
  const id = useId();
  const url = `${window.location.origin}${path}`;
  return (
    <Banner tone="success" title="订阅地址已生成，只显示这一次">
      <div className="field">
        <label className="field-label" htmlFor={id}>
          复制到手机或电脑日历的“订阅日历”
        </label>
        <input
          id={id}
          className="input"
          readOnly
          value={url}
          onFocus={(event) => event.target.select()}
        />
      </div>
      <p>
        <a href={url.replace(/^https?:/, 'webcal:')}>用本机的日历打开</a>
      </p>
      <p>
        拿到地址的人不用登录就能看到您的期限、报名的说明会和参会链接，请不要转发；怕被别人看到时，重新生成即可。
      </p>
    </Banner>
  );
};

const Controls = ({ createdAt }: { readonly createdAt: Instant | null }) => {
  const [asks, setAsks] = useState(false);
  const make = useWrite(createCalendar, { invalidates: OWN });
  const end = useWrite(revokeCalendar, {
    invalidates: OWN,
    onSuccess: () => {
      make.reset();
      setAsks(false);
      showToast('订阅地址已停用');
    },
  });
  return (
    <>
      <p>
        在自己的日历里看到申报、修改和审核的期限，以及报名的说明会；改期和取消会跟着变。
        {createdAt === null ? (
          '还没有订阅地址。'
        ) : (
          <>
            现有地址生成于 <Time at={createdAt} />。
          </>
        )}
      </p>
      {make.data === undefined ? null : <NewAddress path={make.data.path} />}
      {make.error === null ? null : (
        <Banner tone="danger" title="没有生成">
          <p>{make.error.message}</p>
        </Banner>
      )}
      <div className="row">
        <Button busy={make.isPending} busyText="正在生成" onClick={() => make.mutate({ body: {} })}>
          {createdAt === null ? '生成订阅地址' : '重新生成，停用原地址'}
        </Button>
        {createdAt === null ? null : (
          <Button tone="quiet" onClick={() => setAsks(true)}>
            停用
          </Button>
        )}
      </div>
      <ConfirmDialog
        title="停用订阅地址？"
        open={asks}
        onClose={() => setAsks(false)}
        onConfirm={() => end.mutate({})}
        confirmLabel="停用地址"
        busy={end.isPending}
        error={end.error}
      >
        <p>用这个地址的日历不会再更新。以后需要时可以重新生成。</p>
      </ConfirmDialog>
    </>
  );
};

/** Where other screens lead: `/desk/#calendar`. */
const ANCHOR = 'calendar';

/** The person's deadlines and sessions in their own calendar. */
export const CalendarLink = () => {
  const read = useRead(getCalendar, {});
  const isMeant = useLocation().hash === `#${ANCHOR}`;
  const block = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Once it is there in full: before, the page is still too short to scroll to it.
    if (isMeant && read.isSuccess) block.current?.scrollIntoView();
  }, [isMeant, read.isSuccess]);
  return (
    <div id={ANCHOR} ref={block}>
      <Disclosure summary="把期限和说明会订阅到我的日历" open={isMeant}>
        <QueryState of={read} what="日历订阅">
          {({ createdAt }) => <Controls createdAt={createdAt} />}
        </QueryState>
      </Disclosure>
    </div>
  );
};
