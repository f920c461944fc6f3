import { formatDeadline } from '../../../kernel/time.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useApplication } from './application-draft.tsx';
import { homePath, setFormMode, useFormMode } from './application-paths.ts';

export const ModeSwitch = () => {
  const mode = useFormMode();
  return (
    <div className="row" role="group" aria-label="填报方式">
      <Button small pressed={mode === 'sections'} onClick={() => setFormMode('sections')}>
        分步填写
      </Button>
      <Button small pressed={mode === 'all'} onClick={() => setFormMode('all')}>
        全部一页
      </Button>
    </div>
  );
};

/** Until when, and what happens then: said before anybody asks. */
export const DeadlineNote = () => {
  const { view } = useApplication();
  if (view.status !== 'DRAFT') return null;
  return (
    <p className="application-deadline">
      <strong>尚未提交。</strong>
      {`到 ${formatDeadline(view.submitBy)}没有提交的申报自动关闭，不能再提交。填写的内容随时保存，可以分几次填完。`}
    </p>
  );
};

/** Views of the application beside the form. */
export const MoreLinks = () => {
  const { view } = useApplication();
  return (
    <>
      <LinkButton to={`${homePath(view.id)}/print`} icon="print">
        申报表（打印）
      </LinkButton>
      <LinkButton to={`${homePath(view.id)}/history`}>办理经过</LinkButton>
    </>
  );
};
