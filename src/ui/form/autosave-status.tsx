import { beijingLocal } from '../../kernel/time.ts';
import type { Instant } from '../../kernel/time.ts';
import { Icon } from '../icon.tsx';
import type { AutosaveState } from './autosave-queue.ts';

interface AutosaveStatusProps {
  readonly autosave: { readonly state: AutosaveState; readonly savedAt: Instant | undefined };
}

const savedText = (savedAt: Instant | undefined): string =>
  savedAt === undefined ? '填写的内容会自动保存' : `已保存 ${beijingLocal(savedAt).slice(11)}`;

const textOf = (state: AutosaveState, savedAt: Instant | undefined): string => {
  switch (state.kind) {
    case 'idle':
    case 'saved':
      return savedText(savedAt);
    case 'pending':
    case 'saving':
      return '正在保存…';
    case 'retrying':
      return `还没有保存，正在重试。${state.error.text}`;
    case 'conflict':
      return '没有保存：他人已改动，请先处理';
    case 'refused':
      return `没有保存：${state.error.text}`;
  }
};

const toneOf = (state: AutosaveState): 'danger' | 'done' | undefined => {
  if (state.kind === 'saved') return 'done';
  const isBad = state.kind === 'retrying' || state.kind === 'conflict' || state.kind === 'refused';
  return isBad ? 'danger' : undefined;
};

/** Says in words whether what was typed is safe. Stands in the `note` of the `ActionBar`. */
export const AutosaveStatus = ({ autosave }: AutosaveStatusProps) => {
  const { state, savedAt } = autosave;
  const tone = toneOf(state);
  return (
    <span className="autosave" data-tone={tone} role="status">
      {tone === 'done' ? <Icon name="check" /> : null}
      {tone === 'danger' ? <Icon name="warning" /> : null}
      {textOf(state, savedAt)}
    </span>
  );
};
