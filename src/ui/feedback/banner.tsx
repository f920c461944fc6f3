import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';

export type BannerTone = 'info' | 'success' | 'attention' | 'danger';

interface BannerProps {
  readonly tone?: BannerTone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

const ICONS: Record<BannerTone, IconName> = {
  info: 'info',
  success: 'check',
  attention: 'warning',
  danger: 'warning',
};

const WORDS: Record<BannerTone, string> = {
  info: '说明',
  success: '成功',
  attention: '注意',
  danger: '重要',
};

/** A message above the content. A success takes the focus: it is what the person waits for. */
export const Banner = ({ tone = 'info', title, children, action }: BannerProps) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (tone === 'success') box.current?.focus();
  }, [tone]);
  return (
    <div
      ref={box}
      className="banner"
      data-tone={tone}
      role={tone === 'success' ? 'alert' : 'region'}
      aria-label={`${WORDS[tone]}：${title}`}
      tabIndex={tone === 'success' ? -1 : undefined}
    >
      <Icon name={ICONS[tone]} />
      <div className="banner-body">
        <p className="banner-title">{title}</p>
        {children === undefined ? null : <div className="banner-text">{children}</div>}
      </div>
      {action === undefined ? null : <div className="banner-action">{action}</div>}
    </div>
  );
};
