import { Suspense, lazy, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import {
  Link,
  Navigate,
  Outlet,
  ScrollRestoration,
  useLocation,
  useNavigation,
} from 'react-router';

import type { Actor } from '../../kernel/actor.ts';
import { Bell } from '../../features/notifications/web/bell.tsx';
import { Button } from '../../ui/action/button.tsx';
import type { NavItem } from '../../ui/feature-routes.ts';
import { Phrased } from '../../ui/display/phrased.tsx';
import { ToastRegion } from '../../ui/feedback/toast.tsx';
import { useProductTitle } from '../../ui/layout/document-title.ts';
import { useMedia } from '../../ui/layout/media.ts';
import { SessionProvider } from '../../ui/session.tsx';
import type { Session } from '../../ui/session.tsx';
import { QueryState } from '../../ui/state/query-state.tsx';
import { PersonMenu } from './person-menu.tsx';
import { ProofDialog } from './proof-dialog.tsx';
import { ViewBanner } from './view-banner.tsx';
import { ReauthDialog } from './reauth-dialog.tsx';
import { FIRST, SIGN_IN, useSessionRead } from './session-calls.ts';
import { ShellNav, navGroupsFor } from './shell-nav.tsx';
import { leaveDesk, useSignedOutElsewhere } from './sign-out.ts';
import { useStandingSession } from './standing-session.ts';

const PrintFoot = lazy(async () => ({ default: (await import('./print-foot.tsx')).PrintFoot }));

const useIsOffline = (): boolean => {
  const [isOffline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const update = () => setOffline(!navigator.onLine);
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  }, []);
  return isOffline;
};

const DemoRibbon = () => (
  <strong className="demo-ribbon">
    演示<span className="demo-more">数据，可随意操作</span>
  </strong>
);

interface FrameProps {
  readonly session: Session;
  readonly actor: Actor;
  readonly nav: readonly NavItem[];
  /** The session has ended under this page. */
  readonly isOver: boolean;
}

const TopBar = ({
  session,
  actor,
  menu,
}: Pick<FrameProps, 'session' | 'actor'> & { readonly menu: ReactNode }) => {
  return (
    <header className="shell-top">
      {menu}
      <Link to="/" className="shell-title">
        <Phrased text={session.title} />
      </Link>
      {session.demo ? <DemoRibbon /> : null}
      <Bell />
      <PersonMenu actor={actor} onSignOut={() => void leaveDesk()} />
    </header>
  );
};

const Frame = ({ session, actor, nav, isOver }: FrameProps) => {
  const isNarrow = useMedia('(max-width: 1023.98px)');
  const { pathname } = useLocation();
  const [menuAt, setMenuAt] = useState<string | null>(null);
  const isMenuOpen = isNarrow && menuAt === pathname;
  const isLeaving = useNavigation().state === 'loading';
  const isOffline = useIsOffline();
  const groups = session.restriction === null ? navGroupsFor(nav, actor) : [];
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        跳到主要内容
      </a>
      <TopBar
        session={session}
        actor={actor}
        menu={
          isNarrow ? (
            <Button
              tone="quiet"
              icon="menu"
              expanded={isMenuOpen}
              onClick={() => setMenuAt(isMenuOpen ? null : pathname)}
            >
              菜单
            </Button>
          ) : null
        }
      />
      <ViewBanner actor={actor} viewEnded={session.viewEnded} />
      {isOffline ? (
        <p className="offline" role="status">
          网络已断开。可以继续填写，恢复后会自动保存。
        </p>
      ) : null}
      {isNarrow && !isMenuOpen ? null : <ShellNav groups={groups} />}
      <main id="main" className="shell-main" tabIndex={-1} aria-busy={isLeaving}>
        <Outlet />
      </main>
      <Suspense>
        <PrintFoot actor={actor} title={session.title} />
      </Suspense>
      <ToastRegion />
      <ReauthDialog actor={actor} isOver={isOver} />
      <ProofDialog isDemo={session.demo} />
      <ScrollRestoration />
    </div>
  );
};

const Inside = ({
  answer,
  nav,
}: {
  readonly answer: Session;
  readonly nav: readonly NavItem[];
}) => {
  const { pathname, search } = useLocation();
  const { session, isOver } = useStandingSession(answer);
  useSignedOutElsewhere();
  useProductTitle(session.title);
  if (session.actor === null) {
    return <Navigate to={`${SIGN_IN}?next=${encodeURIComponent(pathname + search)}`} replace />;
  }
  if (session.restriction !== null && pathname !== FIRST) return <Navigate to={FIRST} replace />;
  return (
    <SessionProvider value={session}>
      <Frame session={session} actor={session.actor} nav={nav} isOver={isOver} />
    </SessionProvider>
  );
};

/** The frame around every page for signed-in people. */
export const Shell = ({ nav }: { readonly nav: readonly NavItem[] }) => {
  const read = useSessionRead();
  return (
    <QueryState of={read} what="工作台">
      {(answer) => <Inside answer={answer} nav={nav} />}
    </QueryState>
  );
};

/** The frame around pages without session: sign-in, activation. */
export const OpenShell = () => {
  const read = useSessionRead();
  useProductTitle(read.data?.title ?? '');
  return (
    <QueryState of={read} what="登录页">
      {(session) => (
        <SessionProvider value={session}>
          <div className="open-shell">
            <header className="shell-top">
              <a href="/" className="shell-title">
                <Phrased text={session.title} />
              </a>
              {session.demo ? <DemoRibbon /> : null}
            </header>
            <main id="main" className="open-main">
              <Outlet />
            </main>
            <ToastRegion />
          </div>
        </SessionProvider>
      )}
    </QueryState>
  );
};
