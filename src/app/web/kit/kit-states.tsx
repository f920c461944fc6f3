import { useState } from 'react';

import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { Menu } from '../../../ui/action/menu.tsx';
import { Popup } from '../../../ui/action/popup.tsx';
import { ApiError, networkError } from '../../../ui/api/api-error.ts';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { Disclosure } from '../../../ui/feedback/disclosure.tsx';
import { ProgressBar } from '../../../ui/feedback/progress-bar.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { AutosaveStatus } from '../../../ui/form/autosave-status.tsx';
import { Conflict } from '../../../ui/form/conflict.tsx';
import { Columns, Row, Section } from '../../../ui/layout/page.tsx';
import { Empty, Failure, Loading, NoPermission, NotFound } from '../../../ui/state/states.tsx';
import { nowInstant } from '../../../ui/time/clock.ts';

const KitButtons = () => (
  <Section title="按钮" id="buttons">
    <Row>
      <Button tone="primary">提交申请</Button>
      <Button>保存草稿</Button>
      <Button tone="danger">撤回申请</Button>
      <Button tone="quiet" icon="print">
        打印
      </Button>
      <Button tone="primary" busy busyText="正在提交">
        提交申请
      </Button>
      <Button disabled>下一页</Button>
      <Button pressed>表格</Button>
      <LinkButton to="/kit" icon="chevron-left">
        回到列表
      </LinkButton>
      <Menu
        label="更多"
        actions={[
          { key: 'copy', label: '复制为新申请', onAction: () => showToast('已复制') },
          { key: 'hand', label: '转办', onAction: () => showToast('已转办') },
          { key: 'void', label: '作废', danger: true, onAction: () => showToast('已作废') },
        ]}
      />
      <Popup label="说明">
        <p>小面板里放普通控件。</p>
      </Popup>
    </Row>
  </Section>
);

const KitFeedback = () => {
  const [open, setOpen] = useState<'' | 'dialog' | 'undo' | 'typed'>('');
  const close = () => setOpen('');
  return (
    <Section title="反馈" id="feedback">
      <Banner title="2025年第一批申报正在进行">
        <p>申报到 2025年4月7日 24:00（北京时间）截止。</p>
      </Banner>
      <Banner tone="attention" title="有 3 处需要修改" action={<Button small>去修改</Button>}>
        <p>请在 4月10日前改好后重新提交，其余内容不能改动。</p>
      </Banner>
      <Banner tone="danger" title="本轮申报已停止接收">
        <p>下一轮开放时间会在通知公告中发布。</p>
      </Banner>
      <Row>
        <Button onClick={() => setOpen('dialog')}>打开对话框</Button>
        <Button onClick={() => setOpen('undo')}>撤回（可恢复）</Button>
        <Button tone="danger" onClick={() => setOpen('typed')}>
          作废（不可恢复）
        </Button>
        <Button onClick={() => showToast('已转办给李敏', () => showToast('已撤销转办'))}>
          带撤销的提示
        </Button>
      </Row>
      <ProgressBar label="正在上传 材料.pdf" share={0.42} onCancel={() => showToast('已取消')} />
      <Disclosure summary="怎样判断“连续三年招生”">
        <p>以学籍系统中该专业最近三个学年都有新生为准。</p>
      </Disclosure>
      <Dialog
        title="转办"
        open={open === 'dialog'}
        onClose={close}
        footer={
          <>
            <Button onClick={close}>取消</Button>
            <Button tone="primary" onClick={close}>
              转办
            </Button>
          </>
        }
      >
        <p>转办后，对方会收到待办，您仍可查看。</p>
      </Dialog>
      <ConfirmDialog
        title="撤回这份申请？"
        open={open === 'undo'}
        onClose={close}
        onConfirm={close}
        confirmLabel="撤回申请"
      >
        <p>撤回后可以修改，截止前还能再次提交。</p>
      </ConfirmDialog>
      <ConfirmDialog
        title="作废这一版名单？"
        open={open === 'typed'}
        onClose={close}
        onConfirm={close}
        confirmLabel="作废名单"
        danger
        typedWord="作废"
      >
        <p>作废后不能恢复，已领取的单位会收到通知。</p>
      </ConfirmDialog>
    </Section>
  );
};

const REFUSED = new ApiError({
  status: 422,
  code: 'kit.refused',
  text: '请先填写负责人',
});

const KitSaving = () => (
  <Section title="自动保存与冲突" id="saving">
    <Row>
      <AutosaveStatus autosave={{ state: { kind: 'saved' }, savedAt: nowInstant() }} />
      <AutosaveStatus autosave={{ state: { kind: 'saving' }, savedAt: undefined }} />
    </Row>
    <AutosaveStatus
      autosave={{ state: { kind: 'retrying', error: networkError() }, savedAt: undefined }}
    />
    <AutosaveStatus autosave={{ state: { kind: 'refused', error: REFUSED }, savedAt: undefined }} />
    <Conflict
      who="李敏在 10:32 保存了“计划人数”。"
      fields={[
        { label: '计划人数', mine: '120', theirs: '110' },
        { label: '说明', mine: '按专业分列', theirs: '按专业分列' },
      ]}
      onKeepMine={() => showToast('已保留您的内容')}
      onTakeTheirs={() => showToast('已采用对方的内容')}
    />
  </Section>
);

const KitStates = () => (
  <Section title="页面状态" id="states">
    <Columns>
      <Loading what="示例" />
      <Empty title="还没有申请" action={<Button tone="primary">开始申请</Button>}>
        <p>院校提交后会出现在这里。</p>
      </Empty>
      <Failure error={networkError()} onRetry={() => showToast('正在重试')} />
      <NoPermission>可以查看的人：省级审核员。</NoPermission>
      <NotFound />
    </Columns>
  </Section>
);

export const KitBehaviour = () => (
  <>
    <KitButtons />
    <KitFeedback />
    <KitSaving />
    <KitStates />
  </>
);
