import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Row } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Failure } from '../../../ui/state/states.tsx';
import { createFeed, getFeed, revokeFeed } from '../take-part-contract.ts';

const Address = ({ path }: { readonly path: string }) => {
  const address = `${window.location.origin}${path}`;
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    showToast('已复制');
  };
  return (
    <>
      <p className="info-session-address">{address}</p>
      <Button onClick={() => void copy()}>复制地址</Button>
      <p className="muted">
        地址只显示这一次。谁拿到它就能看到您报名的说明会和参会链接，请不要转发；需要时可以更换或停用。
      </p>
    </>
  );
};

const Feed = () => {
  const read = useRead(getFeed, {});
  const create = useWrite(createFeed, { invalidates: [getFeed] });
  const revoke = useWrite(revokeFeed, {
    invalidates: [getFeed],
    onSuccess: () => {
      create.reset();
      showToast('已停用，原来的地址不能再用');
    },
  });
  const error = create.error ?? revoke.error;
  return (
    <QueryState of={read} what="订阅">
      {({ createdAt }) => (
        <>
          <p>
            把订阅地址加到手机或电脑的日历里，您报名的说明会会自动出现，改期和取消也会跟着更新。
          </p>
          {createdAt === null ? null : (
            <p>
              已开通，
              <Time at={createdAt} />。
            </p>
          )}
          {create.data === undefined ? null : <Address path={create.data.path} />}
          {error === null ? null : <Failure error={error} />}
          <Row>
            <Button
              tone={createdAt === null ? 'primary' : 'secondary'}
              busy={create.isPending}
              onClick={() => create.mutate({ body: {} })}
            >
              {createdAt === null ? '开通订阅' : '更换地址'}
            </Button>
            {createdAt === null ? null : (
              <Button tone="danger" busy={revoke.isPending} onClick={() => revoke.mutate({})}>
                停用
              </Button>
            )}
          </Row>
        </>
      )}
    </QueryState>
  );
};

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

export const FeedDialog = ({ open, onClose }: Props) => (
  <Dialog title="订阅到日历" open={open} onClose={onClose}>
    {open ? <Feed /> : null}
  </Dialog>
);
