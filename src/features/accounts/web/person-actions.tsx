import { useState } from 'react';
import { useNavigate } from 'react-router';

import { Button } from '../../../ui/action/button.tsx';
import { Menu } from '../../../ui/action/menu.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { ReasonForm } from '../../../ui/feedback/reason-dialog.tsx';
import { Row } from '../../../ui/layout/page.tsx';
import {
  closePerson,
  reactivatePerson,
  renewLink,
  resetPassword,
  suspendPerson,
} from '../people-contract.ts';
import type { PersonRow } from '../people-contract.ts';
import { HandedLinkDialog } from './handed-link.tsx';
import type { HandedLink } from './handed-link.tsx';
import { ResetFactorDialog, ViewDialog } from './support-dialogs.tsx';
import { SECURITY_ADMINS } from '../security-policy.ts';
import { useHasRole } from '../../../ui/session.tsx';
import type { MenuAction } from '../../../ui/action/menu.tsx';

const REASONED = {
  suspend: {
    endpoint: suspendPerson,
    title: (name: string) => `停用${name}的账号？`,
    text: '该账号的全部登录立即结束，不能再登录，未使用的链接失效；以后可以恢复。',
    button: '停用账号',
    done: '账号已停用',
    required: true,
  },
  reactivate: {
    endpoint: reactivatePerson,
    title: (name: string) => `恢复${name}的账号？`,
    text: '恢复后可以用原来的密码登录；还没有设置过密码的，需要重新生成激活链接。',
    button: '恢复账号',
    done: '账号已恢复',
    required: false,
  },
  close: {
    endpoint: closePerson,
    title: (name: string) => `注销${name}的账号？`,
    text: '用于人员离任。注销后不能恢复，登录名不能再用；办理过的记录保留。请先确认手上的工作已经交接。',
    button: '注销账号',
    done: '账号已注销',
    required: true,
  },
} as const;

type ReasonedVerb = keyof typeof REASONED;

interface ReasonProps {
  readonly verb: ReasonedVerb;
  readonly person: PersonRow;
  readonly onClose: () => void;
}

const ReasonedForm = ({ verb, person, onClose }: ReasonProps) => {
  const { endpoint, text, button, done, required } = REASONED[verb];
  return (
    <ReasonForm
      onClose={onClose}
      endpoint={endpoint}
      input={(reason) => ({ params: { id: person.id }, body: { version: person.version, reason } })}
      invalidates={['accounts']}
      done={done}
      confirmLabel={button}
      danger={required}
      label="理由"
      required={required}
      max={200}
    >
      <p>{text}</p>
    </ReasonForm>
  );
};

interface LinkVerbProps {
  readonly verb: 'renewLink' | 'resetPassword' | null;
  readonly person: PersonRow;
  readonly onClose: () => void;
  readonly onHanded: (handed: HandedLink) => void;
}

/** A new link: for the first password, or instead of one that is forgotten or known to others. */
const LinkDialog = ({ verb, person, onClose, onHanded }: LinkVerbProps) => {
  const isReset = verb === 'resetPassword';
  const write = useWrite(isReset ? resetPassword : renewLink, {
    invalidates: ['accounts'],
    onSuccess: ({ link, expiresAt }) => {
      onClose();
      onHanded({ name: person.name, link, expiresAt });
    },
  });
  return (
    <ConfirmDialog
      title={isReset ? `重设${person.name}的密码？` : `为${person.name}重新生成激活链接？`}
      open={verb !== null}
      onClose={() => {
        write.reset();
        onClose();
      }}
      onConfirm={() =>
        write.mutate({ params: { id: person.id }, body: { version: person.version } })
      }
      confirmLabel={isReset ? '重设密码并生成链接' : '生成新链接'}
      danger={isReset}
      busy={write.isPending}
      error={write.error}
    >
      {isReset ? (
        <p>原来的密码和全部登录立即失效。新密码由本人用一次性链接设置，您看不到。</p>
      ) : (
        <p>之前的链接随即失效。</p>
      )}
    </ConfirmDialog>
  );
};

/** What may be done with the account now, as the server says. */
export const PersonActions = ({ person }: { readonly person: PersonRow }) => {
  const [reasoned, setReasoned] = useState<ReasonedVerb | null>(null);
  const [linking, setLinking] = useState<LinkVerbProps['verb']>(null);
  const [handed, setHanded] = useState<HandedLink | null>(null);
  const [support, setSupport] = useState<'view' | 'factor' | null>(null);
  const navigate = useNavigate();
  const mayView = useHasRole(...SECURITY_ADMINS);
  const may = new Set<string>(person.permittedActions);
  const supports: readonly MenuAction[] = [
    {
      key: 'handover',
      label: '移交工作',
      onAction: () => void navigate(`/people/${person.id}/handover`),
    },
    ...(may.has('resetPassword')
      ? [{ key: 'factor', label: '重置两步验证', onAction: () => setSupport('factor') }]
      : []),
    ...(may.has('resetPassword') && mayView
      ? [{ key: 'view', label: '查看其界面', onAction: () => setSupport('view') }]
      : []),
  ];
  const others = (['suspend', 'close'] as const).filter((verb) => may.has(verb));
  return (
    <>
      <Row>
        <Menu
          label="更多操作"
          actions={[
            ...supports,
            ...others.map((verb) => ({
              key: verb,
              label: REASONED[verb].button,
              danger: true,
              onAction: () => setReasoned(verb),
            })),
          ]}
        />
        {may.has('resetPassword') ? (
          <Button onClick={() => setLinking('resetPassword')}>重设密码</Button>
        ) : null}
        {may.has('renewLink') ? (
          <Button tone="primary" onClick={() => setLinking('renewLink')}>
            重新生成激活链接
          </Button>
        ) : null}
        {may.has('reactivate') ? (
          <Button tone="primary" onClick={() => setReasoned('reactivate')}>
            恢复账号
          </Button>
        ) : null}
      </Row>
      <Dialog
        title={reasoned === null ? '' : REASONED[reasoned].title(person.name)}
        open={reasoned !== null}
        onClose={() => setReasoned(null)}
      >
        {reasoned === null ? null : (
          <ReasonedForm verb={reasoned} person={person} onClose={() => setReasoned(null)} />
        )}
      </Dialog>
      <LinkDialog
        verb={linking}
        person={person}
        onClose={() => setLinking(null)}
        onHanded={setHanded}
      />
      <HandedLinkDialog handed={handed} onClose={() => setHanded(null)} />
      <ViewDialog person={person} open={support === 'view'} onClose={() => setSupport(null)} />
      <ResetFactorDialog
        person={person}
        open={support === 'factor'}
        onClose={() => setSupport(null)}
      />
    </>
  );
};
