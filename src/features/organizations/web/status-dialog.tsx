import { ReasonDialog } from '../../../ui/feedback/reason-dialog.tsx';
import { closeOrganization, type OrganizationDetail, reopenOrganization } from '../contract.ts';

interface Props {
  readonly organization: OrganizationDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

const CLOSING = {
  endpoint: closeOrganization,
  verb: '停用',
  text: '停用后，该单位的人员立即退出登录，不能再登录；已有的申报、备案和记录都保留。以后可以恢复。',
  danger: true,
} as const;

const REOPENING = {
  endpoint: reopenOrganization,
  verb: '恢复',
  text: '恢复后，该单位的人员可以重新登录。',
  danger: false,
} as const;

export const StatusDialog = ({ organization, open, onClose }: Props) => {
  const { id, version, name } = organization;
  const { endpoint, verb, text, danger } = organization.status === 'ACTIVE' ? CLOSING : REOPENING;
  return (
    <ReasonDialog
      title={`${verb}${name}？`}
      open={open}
      onClose={onClose}
      endpoint={endpoint}
      input={(reason) => ({ params: { id }, body: { version, reason } })}
      invalidates={['organizations', 'accounts', 'catalog']}
      done={`已${verb}`}
      confirmLabel={`${verb}该单位`}
      busyText="正在办理"
      danger={danger}
    >
      <p>{text}</p>
    </ReasonDialog>
  );
};
