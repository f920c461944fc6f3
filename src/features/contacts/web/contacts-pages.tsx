import { useParams } from 'react-router';

import { useRead } from '../../../ui/api/use-api.ts';
import { Page } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { NoPermission } from '../../../ui/state/states.tsx';
import { getOrganizationContacts, getOwnContacts } from '../contract.ts';
import { OWN_READERS } from '../policy.ts';
import { ContactsBoard } from './contacts-board.tsx';

const LEAD = '人员变动时及时变更；每个轮次和每满六个月确认一次。手机和邮箱加密保存，平时隐去。';

const Own = () => {
  const read = useRead(getOwnContacts, {});
  return (
    <Page title="本单位联系人" lead={LEAD}>
      <QueryState of={read} what="本单位联系人">
        {(data) => <ContactsBoard data={data} />}
      </QueryState>
    </Page>
  );
};

export const OwnContactsPage = () =>
  useHasRole(...OWN_READERS) ? (
    <Own />
  ) : (
    <Page title="本单位联系人">
      <NoPermission>
        院校、评价组织和教育局在这里登记本单位联系人；各单位联系人请看通讯录。
      </NoPermission>
    </Page>
  );

export const OrganizationContactsPage = () => {
  const { id = '' } = useParams();
  const read = useRead(getOrganizationContacts, { params: { id } });
  return (
    <Page
      title={read.data === undefined ? '单位联系人' : `${read.data.organizationName}的联系人`}
      trail={[{ label: '通讯录', to: '/contacts/directory' }]}
      lead="由该单位自己维护。"
    >
      <QueryState of={read} what="单位联系人">
        {(data) => <ContactsBoard data={data} />}
      </QueryState>
    </Page>
  );
};
