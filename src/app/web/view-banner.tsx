import type { Actor } from '../../kernel/actor.ts';
import { Button } from '../../ui/action/button.tsx';
import { Time } from '../../ui/display/time-text.tsx';
import { showToast } from '../../ui/feedback/toast.tsx';
import { leaveView } from './session-calls.ts';

const leave = async (): Promise<void> => {
  try {
    await leaveView();
  } catch {
    showToast('没有结束成功，请检查网络后再点一次');
    return;
  }
  // A full load: nothing of the other person may stay in memory.
  location.assign('/desk/people');
};

interface ViewBannerProps {
  readonly actor: Actor;
  readonly viewEnded: boolean;
}

/** On every page while support looks at another person's view, and until it is left. */
export const ViewBanner = ({ actor, viewEnded }: ViewBannerProps) => {
  const { viewer } = actor;
  if (viewer === undefined && !viewEnded) return null;
  return (
    <p className="viewing" role="status">
      {viewer === undefined ? (
        '查看他人界面的时间已到，请返回自己的界面再办理。'
      ) : (
        <span>
          {viewer.name}正在查看<strong>{actor.name}</strong>的界面，只能看，不能办理；
          <Time at={viewer.endsAt} /> 自动结束。
        </span>
      )}
      <Button small onClick={() => void leave()}>
        {viewer === undefined ? '返回我的界面' : '结束查看'}
      </Button>
    </p>
  );
};
