import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { useSession } from '../../../ui/session.tsx';
import { enterDesk } from './enter-desk.ts';
import { FactorSection } from './factor-section.tsx';
import { PasswordSection } from './password-section.tsx';

const TEXTS = {
  PASSWORD: {
    title: '请先修改密码',
    lead: '本单位启用了等保密码要求，密码每 90 天更换一次。改好后即可继续，其他内容都在。',
  },
  SECOND_FACTOR: {
    title: '请先设置两步验证',
    lead: '您的角色可以审核或管理他人事项，登录除密码外还要手机验证码。设置一次即可，约两分钟。',
  },
} as const;

/** The only page of a session that is bound to one thing; it leads to the desk when that is done. */
export const RestrictionPage = () => {
  // The session is read again when the window is come back to. Freed, it must not take the recovery codes from the
  // screen: they are shown only once.
  const session = useSession();
  const [restriction] = useState(session.restriction);
  if (restriction === null) {
    return (
      <Page title="已完成">
        <Banner
          tone="success"
          title="设置已完成"
          action={<Button onClick={() => enterDesk('/')}>进入工作台</Button>}
        />
      </Page>
    );
  }
  return (
    <Page title={TEXTS[restriction].title} lead={TEXTS[restriction].lead}>
      {restriction === 'PASSWORD' ? (
        <PasswordSection onDone={() => enterDesk('/')} />
      ) : (
        <FactorSection onDone={() => enterDesk('/')} />
      )}
    </Page>
  );
};
