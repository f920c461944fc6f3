import { addDays } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { Deadline } from '../../../ui/display/time-text.tsx';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { AutosaveStatus } from '../../../ui/form/autosave-status.tsx';
import { ActionBar, Page, Section } from '../../../ui/layout/page.tsx';
import { SideSections } from '../../../ui/layout/side-sections.tsx';
import { SplitView } from '../../../ui/layout/split-view.tsx';
import { useSession } from '../../../ui/session.tsx';
import { nowInstant } from '../../../ui/time/clock.ts';
import { MissingPage } from '../error-page.tsx';
import { KitDisplay } from './kit-display.tsx';
import { KitForm } from './kit-form.tsx';
import { KitList } from './kit-list.tsx';
import { KitBehaviour } from './kit-states.tsx';

const SECTIONS = [
  { id: 'list', label: '列表' },
  { id: 'marks', label: '状态与时间' },
  { id: 'record', label: '记录', state: '已填写', tone: 'done' },
  { id: 'history', label: '经过与对照' },
  { id: 'figures', label: '数字与图' },
  { id: 'form', label: '表单', state: '2 处需修改', tone: 'danger' },
  { id: 'buttons', label: '按钮' },
  { id: 'feedback', label: '反馈' },
  { id: 'saving', label: '自动保存' },
  { id: 'states', label: '页面状态' },
  { id: 'split', label: '分栏' },
] as const;

const KitContent = () => (
  <Page
    title="样式总览"
    trail={[{ label: '首页', to: '/' }]}
    tag={<StatusTag tone="attention">尚未提交</StatusTag>}
    flags={<Deadline at={addDays(nowInstant(), 2)} label="申报截止" />}
    action={<Button tone="primary">提交申请</Button>}
    lead="每个组件的每种样子都在这里，只在演示模式下显示。"
  >
    <SideSections sections={SECTIONS}>
      <Section title="列表" id="list" framed={false}>
        <KitList />
      </Section>
      <KitDisplay />
      <Section title="表单" id="form" note="带 * 的必须填写">
        <KitForm />
      </Section>
      <KitBehaviour />
      <Section title="分栏" id="split" framed={false}>
        <SplitView
          left={{
            label: '申请内容',
            content: (
              <Section title="申请内容">
                <p className="prose">左边是要审核的内容，随页面滚动。</p>
              </Section>
            ),
          }}
          right={{
            label: '佐证材料',
            content: (
              <Section title="佐证材料">
                <p className="prose">右边是佐证，停在视野里；窄屏上变成两个标签。</p>
              </Section>
            ),
          }}
        />
      </Section>
    </SideSections>
    <ActionBar
      note={<AutosaveStatus autosave={{ state: { kind: 'saved' }, savedAt: nowInstant() }} />}
    >
      <Button>保存并退出</Button>
      <Button tone="primary">提交申请</Button>
    </ActionBar>
  </Page>
);

/** The style sheet: every part of the kit in every state. It exists only in the demo. */
export const KitPage = () => (useSession().demo ? <KitContent /> : <MissingPage />);
