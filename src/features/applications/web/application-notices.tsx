import { beijingLocal } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { Compare } from '../../../ui/display/compare.tsx';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { AutosaveStatus } from '../../../ui/form/autosave-status.tsx';
import { Conflict } from '../../../ui/form/conflict.tsx';
import { useActor } from '../../../ui/session.tsx';
import { applicationHistory } from '../contract.ts';
import { useApplication } from './application-draft.tsx';
import { mergeDrafts } from './application-merge.ts';
import { changesBetween } from './review-changes.ts';

const CLASH_ID = 'application-clash';

/** Who saved last besides the reader, as far as the history says. */
const useOtherEditor = (applicationId: string): string => {
  const actor = useActor();
  const history = useRead(applicationHistory, { params: { applicationId } });
  const others = history.data?.rows.filter(
    (row) => row.action === 'applications.edit' && row.who !== actor.name,
  );
  const last = others?.at(-1);
  return last === undefined
    ? '本校同事刚才保存了同一处内容。'
    : `${last.who}在 ${beijingLocal(last.occurredAt).slice(11)} 保存了同一处内容。`;
};

const ClashNotice = ({ base, theirs }: NonNullable<ReturnType<typeof useClash>>) => {
  const { view, desk, state, names } = useApplication();
  const who = useOtherEditor(view.id);
  const merged = mergeDrafts(base, state.draft, theirs);
  const rows = changesBetween(merged.yielding.content, merged.draft.content, names);
  const answers = merged.clashes
    .filter((path) => path.startsWith('answers/'))
    .map((path) => {
      const id = path.slice('answers/'.length);
      return {
        label: '审核意见的答复',
        before: theirs.answers[id] ?? '',
        after: state.draft.answers[id] ?? '',
      };
    });
  return (
    <div id={CLASH_ID} tabIndex={-1}>
      <Conflict
        who={who}
        fields={[...rows, ...answers].map(({ label, before, after }) => ({
          label,
          theirs: before,
          mine: after,
        }))}
        onKeepMine={() => desk.settle('mine')}
        onTakeTheirs={() => desk.settle('theirs')}
      />
    </div>
  );
};

const useClash = () => useApplication().state.clash;

const StrandedNotice = () => {
  const { desk, state, names, view } = useApplication();
  const { stranded } = state;
  if (stranded === undefined) return null;
  const rows = changesBetween(view.content, stranded.content, names);
  return (
    <Banner
      tone="attention"
      title="这份申报已经不能修改，下面是您填写而没有保存的内容"
      action={<Button onClick={desk.discardStranded}>不再保留</Button>}
    >
      <p>需要用到时请先抄录或打印本页；不再保留后无法找回。</p>
      <Compare
        caption="没有保存的内容"
        fields={rows}
        beforeLabel="已保存的"
        afterLabel="您填写的"
        kind="choice"
      />
    </Banner>
  );
};

const RestoredNotice = () => {
  const { state, autosave } = useApplication();
  if (state.restoredAt === undefined || state.clash !== undefined) return null;
  const time = beijingLocal(state.restoredAt).slice(11);
  const isSaved = autosave.state.kind === 'saved';
  return (
    <Banner title={`已找回您 ${time} 填写而没有来得及保存的内容`}>
      <p>{isSaved ? '现在已经保存。' : '正在保存。'}</p>
    </Banner>
  );
};

const goToClash = (): void => {
  const clash = document.getElementById(CLASH_ID);
  clash?.scrollIntoView({ block: 'center' });
  clash?.focus({ preventScroll: true });
};

/** Whether everything is safe, and the way to what is not; stands in the bar at the bottom of every form page. */
export const DraftStatus = () => {
  const { autosave, state } = useApplication();
  return (
    <span className="application-status">
      <AutosaveStatus autosave={autosave} />
      {state.clash === undefined ? null : (
        <Button small onClick={goToClash}>
          去处理
        </Button>
      )}
      {state.unsaved.length === 0 ? null : (
        <Flag tone="danger" long>
          有 {state.unsaved.length} 处还不能保存，请按字段旁的提示修改
        </Flag>
      )}
    </span>
  );
};

/** What happened to the draft that the reader must know before going on. */
export const DraftNotices = () => {
  const clash = useClash();
  return (
    <>
      {clash === undefined ? null : <ClashNotice {...clash} />}
      <StrandedNotice />
      <RestoredNotice />
    </>
  );
};
