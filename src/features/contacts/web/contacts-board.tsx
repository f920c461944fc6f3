import { useState } from 'react';

import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import {
  confirmContacts,
  type OrganizationContacts,
  type OwnContact,
  undoContactChange,
} from '../contract.ts';
import { DUTIES, type Duty, keysOf, SINGLE_DUTIES } from '../labels.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { type CardVerbs, ContactCard } from './contact-card.tsx';
import { EndDialog } from './end-dialog.tsx';
import { RegisterDialog } from './register-dialog.tsx';
import { ReportDialog } from './report-dialog.tsx';
import { UnmaskDialog, type UnmaskTarget } from './unmask-dialog.tsx';

import './contacts.css';

const STALE = ['contacts', 'applications'] as const;

const isDue = ({ state }: OwnContact): boolean => state === 'DUE' || state === 'STALE';

type Open =
  | { readonly kind: 'register'; readonly duty: Duty }
  | { readonly kind: 'change' | 'end' | 'report'; readonly contact: OwnContact }
  | { readonly kind: 'unmask'; readonly target: UnmaskTarget }
  | null;

const useBoard = () => {
  const [open, setOpen] = useState<Open>(null);
  const confirm = useWrite(confirmContacts, {
    invalidates: STALE,
    onSuccess: ({ confirmed }) => showToast(`已确认 ${confirmed} 位联系人`),
  });
  const undo = useWrite(undoContactChange, {
    invalidates: STALE,
    onSuccess: () => showToast('已撤回'),
  });
  const confirmAll = (contacts: readonly OwnContact[]) =>
    confirm.mutate({
      body: { contacts: contacts.map(({ id, version }) => ({ id, version })) },
    });
  const verbs: CardVerbs = {
    onConfirm: (contact) => confirmAll([contact]),
    onChange: (contact) => setOpen({ kind: 'change', contact }),
    onEnd: (contact) => setOpen({ kind: 'end', contact }),
    onReport: (contact) => setOpen({ kind: 'report', contact }),
    onUndo: ({ id, version }) => undo.mutate({ params: { id }, body: { version } }),
    onUnmask: ({ id, name }, field) => setOpen({ kind: 'unmask', target: { id, name, field } }),
  };
  return { open, setOpen, confirm, undo, confirmAll, verbs };
};

interface DutyProps {
  readonly duty: Duty;
  readonly data: OrganizationContacts;
  readonly board: ReturnType<typeof useBoard>;
}

const DutySection = ({ duty, data, board }: DutyProps) => {
  const contacts = data.contacts.filter((contact) => contact.duty === duty);
  const isTaken = SINGLE_DUTIES.includes(duty) && contacts.some(({ state }) => state !== 'ENDED');
  return (
    <Section
      title={DUTIES[duty]}
      action={
        data.mayEdit && !isTaken ? (
          <Button
            small
            label={`${contacts.length === 0 ? '' : '再'}登记${DUTIES[duty]}`}
            onClick={() => board.setOpen({ kind: 'register', duty })}
          >
            {contacts.length === 0 ? '登记' : '再登记一人'}
          </Button>
        ) : null
      }
    >
      {contacts.length === 0 ? (
        <p className="muted">还没有登记。</p>
      ) : (
        contacts.map((contact) => (
          <ContactCard
            key={contact.id}
            contact={contact}
            rights={data}
            verbs={board.verbs}
            isBusy={board.confirm.isPending}
          />
        ))
      )}
    </Section>
  );
};

const Dialogs = ({ board }: { readonly board: ReturnType<typeof useBoard> }) => {
  const { open, setOpen } = board;
  const close = () => setOpen(null);
  return (
    <>
      <RegisterDialog duty={open?.kind === 'register' ? open.duty : null} onClose={close} />
      <ChangeDialog contact={open?.kind === 'change' ? open.contact : null} onClose={close} />
      <EndDialog contact={open?.kind === 'end' ? open.contact : null} onClose={close} />
      <ReportDialog contact={open?.kind === 'report' ? open.contact : null} onClose={close} />
      <UnmaskDialog target={open?.kind === 'unmask' ? open.target : null} onClose={close} />
    </>
  );
};

const NoOfficer = ({ data }: { readonly data: OrganizationContacts }) =>
  data.hasLiveOfficer || data.organizationKind !== 'INSTITUTION' ? null : (
    <Banner tone="attention" title="没有有效的业务联系人，不能提交申报">
      {data.mayEdit
        ? '请登记业务联系人；已登记的，核对后按一次“确认无误”。'
        : '由该院校登记或确认后恢复。'}
    </Banner>
  );

/** The contacts of one organization, a section for each duty. */
export const ContactsBoard = ({ data }: { readonly data: OrganizationContacts }) => {
  const board = useBoard();
  const due = data.contacts.filter(isDue);
  const refused = board.confirm.error ?? board.undo.error;
  return (
    <>
      {refused === null ? null : (
        <Banner tone="danger" title="没有办成">
          {refused.text}
        </Banner>
      )}
      <NoOfficer data={data} />
      {data.mayEdit && due.length > 0 ? (
        <Banner
          tone="info"
          title={`有 ${due.length} 位联系人待确认`}
          action={
            <Button
              tone="primary"
              busy={board.confirm.isPending}
              busyText="正在确认"
              onClick={() => board.confirmAll(due)}
            >
              全部确认无误
            </Button>
          }
        >
          每个轮次开始时和每满六个月，请核对一次。有变化的先办理变更。
        </Banner>
      ) : null}
      <div className="contacts-duties">
        {keysOf(DUTIES).map((duty) => (
          <DutySection key={duty} duty={duty} data={data} board={board} />
        ))}
      </div>
      <p>
        <LinkButton to={`/contacts/organizations/${data.organizationId}/history`}>
          变更历史
        </LinkButton>
      </p>
      <Dialogs board={board} />
    </>
  );
};
