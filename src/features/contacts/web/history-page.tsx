import { useParams } from 'react-router';

import { formatDate } from '../../../kernel/time.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { Compare, type ComparedField } from '../../../ui/display/compare.tsx';
import { History, type HistoryEvent } from '../../../ui/display/history.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import { useActor, useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { contactHistory, type ContactHistoryRow } from '../contract.ts';
import { CONTACT_CHANGES, DUTIES } from '../labels.ts';
import { CONTACT_READERS } from '../policy.ts';

type Facts = NonNullable<ContactHistoryRow['after']>;

const FIELDS: readonly (readonly [label: string, text: (facts: Facts) => string])[] = [
  ['姓名', (facts) => facts.name],
  ['部门', (facts) => facts.department],
  ['职务', (facts) => facts.title],
  ['手机', (facts) => facts.mobile],
  ['座机', (facts) => facts.landline],
  ['邮箱', (facts) => facts.mailbox],
  ['生效日期', (facts) => formatDate(facts.validFrom)],
  ['离任日期', (facts) => (facts.validTo === null ? '' : formatDate(facts.validTo))],
];

const comparedFields = ({ before, after }: ContactHistoryRow): ComparedField[] =>
  after === null
    ? []
    : FIELDS.map(([label, text]) => ({
        label,
        before: before === null ? '' : text(before),
        after: text(after),
      }));

const eventOf = (row: ContactHistoryRow): HistoryEvent => {
  const fields = comparedFields(row);
  const detail = [
    row.reason === '' ? null : <p key="reason">原因：{row.reason}</p>,
    row.undoneAt === null ? null : (
      <p key="undone">
        已撤回（
        <Time at={row.undoneAt} />）
      </p>
    ),
  ].filter((part) => part !== null);
  return {
    id: row.id,
    at: row.occurredAt,
    actor: row.who === '' ? '该单位' : row.who,
    title: `${DUTIES[row.duty]}${row.personName}：${CONTACT_CHANGES[row.verb]}`,
    ...(detail.length === 0 ? {} : { detail }),
    ...(fields.length === 0
      ? {}
      : { changes: <Compare caption="变更前后对照" fields={fields} changedOnly /> }),
  };
};

const Changes = ({ id }: { readonly id: string }) => {
  const actor = useActor();
  const read = useRead(contactHistory, { params: { id } });
  const isOwn = actor.organizationId === id;
  return (
    <Page
      title="联系人变更历史"
      trail={[
        isOwn
          ? { label: '本单位联系人', to: '/contacts' }
          : {
              label: read.data?.organizationName ?? '单位联系人',
              to: `/contacts/organizations/${id}`,
            },
      ]}
      lead="登记、变更、换人、离任、确认和撤回都在这里，最近的在前。"
    >
      <Section title={read.data?.organizationName ?? '变更'}>
        <QueryState
          of={read}
          what="变更历史"
          empty={{
            when: ({ rows }) => rows.length === 0,
            show: <Empty title="还没有登记过联系人" />,
          }}
        >
          {({ rows }) => <History events={rows.map(eventOf)} />}
        </QueryState>
      </Section>
    </Page>
  );
};

export const ContactHistoryPage = () => {
  const { id = '' } = useParams();
  const mayRead = useHasRole(...CONTACT_READERS);
  if (mayRead) return <Changes id={id} />;
  return (
    <Page title="联系人变更历史">
      <NoPermission>由本单位人员、主管教育局和项目办查看。</NoPermission>
    </Page>
  );
};
