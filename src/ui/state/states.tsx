import type { ReactNode } from 'react';

import { Button } from '../action/button.tsx';
import { asApiError } from '../api/api-error.ts';
import type { ApiError } from '../api/api-error.ts';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';

interface LoadingProps {
  /** What is being loaded, e.g. `申请列表`. */
  readonly what?: string;
  readonly lines?: number;
}

/** Grey lines that appear only after 300 ms, so that a quick answer does not flicker. */
export const Loading = ({ what = '', lines = 4 }: LoadingProps) => (
  <div className="loading" role="status">
    <span className="hidden">正在载入{what}</span>
    {Array.from({ length: lines }, (_, index) => (
      <span key={index} className="loading-line" aria-hidden="true" />
    ))}
  </div>
);

interface StateProps {
  readonly title: string;
  readonly icon?: IconName;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly alert?: boolean;
}

const State = ({ title, icon, children, action, alert = false }: StateProps) => (
  <div className="state" role={alert ? 'alert' : undefined}>
    {icon === undefined ? null : <Icon name={icon} />}
    <div>
      <p className="state-title">{title}</p>
      {children === undefined ? null : <div className="state-text">{children}</div>}
      {action === undefined ? null : <div className="row">{action}</div>}
    </div>
  </div>
);

interface EmptyProps {
  /** What will stand here, e.g. `还没有申请`. */
  readonly title: string;
  /** How it gets here. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

export const Empty = (props: EmptyProps) => <State {...props} />;

interface FailureProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** An error that says what to do. Form errors belong into `<Form error>` instead. */
export const Failure = ({ error, onRetry }: FailureProps) => {
  const failure = asApiError(error);
  const retry = onRetry === undefined ? undefined : <Button onClick={onRetry}>重试</Button>;
  return (
    <State title="没有载入成功" icon="warning" action={retry} alert>
      <p>{failure.text}</p>
      {failure.retryAfter === undefined ? null : <p>请在 {failure.retryAfter} 秒后重试。</p>}
      {failure.requestId === undefined ? null : (
        <p className="muted">
          需要帮助时请提供编号 <code>{failure.requestId}</code>
        </p>
      )}
    </State>
  );
};

interface NoPermissionProps {
  readonly error?: ApiError;
  /** Who may, e.g. `请联系本单位的负责部门负责人。` */
  readonly children?: ReactNode;
}

export const NoPermission = ({ error, children }: NoPermissionProps) => (
  <State title="您没有权限查看这里的内容" icon="info">
    <p>{children ?? error?.text ?? '如需查看，请联系本单位的管理员。'}</p>
  </State>
);

interface NotFoundProps {
  readonly title?: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

export const NotFound = ({ title = '没有找到这项内容', children, action }: NotFoundProps) => (
  <State title={title} icon="info" action={action}>
    {children ?? <p>它可能已被移走，或不在您的管辖范围内。请检查地址，或从菜单进入。</p>}
  </State>
);
