import { formatBeijing, formatDate } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Row } from '../../../ui/layout/page.tsx';
import type { OwnContact } from '../contract.ts';
import type { SealedField } from '../labels.ts';
import { ContactTag } from './contact-words.tsx';

export interface CardVerbs {
  readonly onConfirm: (contact: OwnContact) => void;
  readonly onChange: (contact: OwnContact) => void;
  readonly onEnd: (contact: OwnContact) => void;
  readonly onUndo: (contact: OwnContact) => void;
  readonly onReport: (contact: OwnContact) => void;
  readonly onUnmask: (contact: OwnContact, field: SealedField) => void;
}

export interface CardRights {
  readonly mayEdit: boolean;
  readonly mayUnmask: boolean;
  readonly mayFollow: boolean;
}

interface Props {
  readonly contact: OwnContact;
  readonly rights: CardRights;
  readonly verbs: CardVerbs;
  readonly isBusy: boolean;
}

const periodOf = ({ validFrom, validTo }: OwnContact): string =>
  validTo === null
    ? `${formatDate(validFrom)}起`
    : `${formatDate(validFrom)}起，${formatDate(validTo)}起不再担任`;

const Masked = ({
  contact,
  field,
  rights,
  verbs,
}: Omit<Props, 'isBusy'> & { readonly field: SealedField }) => {
  const value = contact[field];
  if (value === '') return null;
  return (
    <>
      {value}
      {rights.mayUnmask ? (
        <>
          {' '}
          <Button
            tone="quiet"
            small
            label={`查看${contact.name}的完整${field === 'mobile' ? '手机号' : '邮箱'}`}
            onClick={() => verbs.onUnmask(contact, field)}
          >
            查看
          </Button>
        </>
      ) : null}
    </>
  );
};

const IN_FORCE = new Set<OwnContact['state']>(['CURRENT', 'DUE', 'STALE']);

const Verbs = ({ contact, rights, verbs, isBusy }: Props) => {
  const isOpen = contact.state !== 'ENDED';
  return (
    <Row>
      {rights.mayEdit && IN_FORCE.has(contact.state) ? (
        <Button busy={isBusy} onClick={() => verbs.onConfirm(contact)}>
          确认无误
        </Button>
      ) : null}
      {rights.mayEdit && isOpen ? (
        <>
          <Button onClick={() => verbs.onChange(contact)}>变更</Button>
          <Button onClick={() => verbs.onEnd(contact)}>离任</Button>
        </>
      ) : null}
      {rights.mayEdit && contact.canUndo ? (
        <Button tone="quiet" onClick={() => verbs.onUndo(contact)}>
          撤回最近的变更
        </Button>
      ) : null}
      {rights.mayFollow && IN_FORCE.has(contact.state) ? (
        <Button onClick={() => verbs.onReport(contact)}>标为联系不上</Button>
      ) : null}
    </Row>
  );
};

/** One person in one duty. */
export const ContactCard = (props: Props) => {
  const { contact } = props;
  return (
    <article className="contacts-card" aria-label={contact.name}>
      <h3 className="contacts-name">
        {contact.name} <ContactTag state={contact.state} reported={contact.reported} />
      </h3>
      <SummaryList
        items={[
          {
            term: '部门、职务',
            value: [contact.department, contact.title].filter((part) => part !== '').join('，'),
          },
          {
            term: '手机',
            value: contact.mobile === '' ? '' : <Masked {...props} field="mobile" />,
          },
          { term: '座机', value: contact.landline },
          {
            term: '邮箱',
            value: contact.mailbox === '' ? '' : <Masked {...props} field="mailbox" />,
          },
          { term: '任期', value: periodOf(contact) },
          {
            term: '最近确认',
            value:
              contact.confirmedAt === null ? '还没有确认过' : formatBeijing(contact.confirmedAt),
          },
        ]}
      />
      <Verbs {...props} />
    </article>
  );
};
