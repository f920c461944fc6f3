import { useCallback, useState } from 'react';

import type { Finding } from '../../../kernel/finding.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { randomId } from '../../../ui/api/random-id.ts';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { ComboField } from '../../../ui/form/combo-field.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { useMedia } from '../../../ui/layout/media.ts';
import type { ApplicationContent, ApplicationItemContent } from '../content.ts';
import { useApplication } from './application-draft.tsx';
import { changeItem, newItem, plannedTotal, removeItem, restoreItem } from './application-items.ts';
import { SectionForm } from './section-form.tsx';
import { type ItemProps, searchLevels } from './section-item-fields.tsx';
import { ItemsCards } from './section-items-cards.tsx';
import { ItemsGrid } from './section-items-grid.tsx';
import { PasteDialog } from './section-items-paste.tsx';

const NO_FINDINGS: readonly Finding[] = [];
const NO_REASONS: Readonly<Record<string, string>> = {};

/** The parts of a map that concern one item, or always the same empty one, so that an untouched row is not redrawn. */
const reasonsOf = (content: ApplicationContent, path: string): Readonly<Record<string, string>> => {
  const own = Object.entries(content.acceptedWarnings).filter(([key]) => key.includes(`@${path}.`));
  return own.length === 0 ? NO_REASONS : Object.fromEntries(own);
};

const findingsOf = (findings: readonly Finding[], path: string): readonly Finding[] => {
  const own = findings.filter((finding) => finding.field.startsWith(`${path}.`));
  return own.length === 0 ? NO_FINDINGS : own;
};

const useItemRows = (): ItemProps[] => {
  const { view, desk, state, shown, names } = useApplication();
  const { content } = state.draft;
  const onChange = useCallback(
    (id: string, change: Partial<ApplicationItemContent>) =>
      desk.edit((before) => changeItem(before, id, change)),
    [desk],
  );
  const onReason = useCallback(
    (key: string, reason: string) =>
      desk.edit((before) => ({
        ...before,
        acceptedWarnings: { ...before.acceptedWarnings, [key]: reason },
      })),
    [desk],
  );
  const onRemove = useCallback(
    (id: string) => {
      const before = desk.state().draft.content;
      desk.edit((now) => removeItem(now, id));
      showToast('已删除 1 项证书', () => desk.edit((now) => restoreItem(now, before, id)));
      focusSoon('items');
    },
    [desk],
  );
  const onCertificate = useCallback(
    (id: string, option: ComboOption) => {
      const isTaken = desk
        .state()
        .draft.content.items.some(
          (item) => item.certificateLevelId === option.value && item.id !== id,
        );
      if (isTaken) return showToast(`“${option.label}”已经在列表中`);
      desk.learn({ [option.value]: option.label });
      desk.edit((before) => changeItem(before, id, { certificateLevelId: option.value }));
    },
    [desk],
  );
  return content.items.map((item, index) => {
    const path = `items[${index}]`;
    return {
      item,
      path,
      number: index + 1,
      name: names.level(item.certificateLevelId),
      facts: view.items.find((one) => one.certificateLevelId === item.certificateLevelId),
      majors: view.majors,
      findings: findingsOf(shown, path),
      reasons: reasonsOf(content, path),
      onChange,
      onReason,
      onRemove,
      onCertificate,
    };
  });
};

/** The focus goes on where the work goes on, once the page shows it. */
const focusSoon = (target: string): void => {
  setTimeout(() => {
    const control =
      document.querySelector<HTMLElement>(`[data-item="${target}"] .popup > button`) ??
      document.querySelector<HTMLElement>(`[data-item="${target}"] summary`) ??
      document.querySelector<HTMLElement>(`.application-add input`);
    control?.focus();
  }, 50);
};

const Summary = () => {
  const { view, state } = useApplication();
  const { items } = state.draft.content;
  const fresh = new Set(
    view.items.filter((item) => item.isNew).map((item) => item.certificateLevelId),
  );
  const freshCount = items.filter((item) => fresh.has(item.certificateLevelId)).length;
  return (
    <p className="application-summary">
      共 {items.length} 项，计划 {plannedTotal(items)} 人
      {freshCount > 0 ? `，其中首次申报 ${freshCount} 项` : ''}
    </p>
  );
};

const NoMajors = () => (
  <Banner
    tone="attention"
    title="还没有登记本校专业"
    action={<LinkButton to="/majors">登记本校专业</LinkButton>}
  >
    <p>每项证书至少对应一个本校开设的专业。请先登记专业和首次招生年份、在校生人数。</p>
  </Banner>
);

interface AddProps {
  readonly onAdded: (id: string) => void;
}

const AddCertificate = ({ onAdded }: AddProps) => {
  const { desk } = useApplication();
  const [round, setRound] = useState(0);
  const search = useCallback(
    async (text: string, signal: AbortSignal) => {
      const options = await searchLevels(text, signal);
      const taken = new Set(
        desk.state().draft.content.items.map((item) => item.certificateLevelId),
      );
      return options.map((option) =>
        taken.has(option.value) ? { ...option, hint: `已在列表中，${option.hint ?? ''}` } : option,
      );
    },
    [desk],
  );
  const add = (option: ComboOption | null) => {
    if (option === null) return;
    setRound(round + 1);
    const existing = desk
      .state()
      .draft.content.items.find((item) => item.certificateLevelId === option.value);
    const id = existing?.id ?? randomId();
    if (existing === undefined) {
      desk.learn({ [option.value]: option.label });
      desk.edit((before) => ({ ...before, items: [...before.items, newItem(id, option.value)] }));
    } else {
      showToast(`“${option.label}”已经在列表中`);
    }
    onAdded(id);
    focusSoon(id);
  };
  return (
    <div className="application-add">
      <ComboField
        key={round}
        name="items"
        label="添加证书"
        help="输入证书名称中任意两个字、拼音或首字母查找，选中后加入列表"
        placeholder="例如 智能、zhineng、zn"
        value={null}
        options={search}
        onChange={add}
      />
    </div>
  );
};

/** 一, 二, 三.1, 六.1: which certificates, for which majors and grades, how many persons. */
export const ItemsSection = () => {
  const { view } = useApplication();
  const rows = useItemRows();
  const isWide = useMedia('(min-width: 1200px)');
  const [openId, setOpenId] = useState<string>();
  const [pasted, setPasted] = useState<string>();
  const close = useCallback(() => setPasted(undefined), []);
  const hasMajors = view.majors.some((major) => !major.isClosed);
  return (
    <>
      {hasMajors ? null : <NoMajors />}
      <SectionForm section="items">
        <div className="application-items-head">
          <Summary />
          <Button onClick={() => setPasted('')}>从 Excel 粘贴</Button>
        </div>
        {rows.length === 0 ? (
          <p className="muted">还没有证书。请在下面查找添加，或从 Excel 粘贴多行。</p>
        ) : isWide ? (
          <ItemsGrid rows={rows} onPasteRows={setPasted} />
        ) : (
          <ItemsCards rows={rows} openId={openId} />
        )}
        <AddCertificate onAdded={setOpenId} />
      </SectionForm>
      <PasteDialog text={pasted} onClose={close} />
    </>
  );
};
