import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { Row } from '../../../ui/layout/page.tsx';
import { closeOrganization, type OrganizationDetail, reopenOrganization } from '../contract.ts';

interface Props {
  readonly organization: OrganizationDetail;
  readonly onClose: () => void;
}

const StatusForm = ({ organization, onClose }: Props) => {
  const isClosing = organization.status === 'ACTIVE';
  const [reason, setReason] = useState('');
  const write = useWrite(isClosing ? closeOrganization : reopenOrganization, {
    invalidates: ['organizations', 'accounts', 'catalog'],
    onSuccess: () => {
      showToast(isClosing ? '已停用' : '已恢复');
      onClose();
    },
  });
  const { id, version } = organization;
  return (
    <Form
      error={write.error}
      onSubmit={() => write.mutate({ params: { id }, body: { version, reason } })}
    >
      <ErrorSummary />
      <p>
        {isClosing
          ? '停用后，该单位的人员立即退出登录，不能再登录；已有的申报、备案和记录都保留。以后可以恢复。'
          : '恢复后，该单位的人员可以重新登录。'}
      </p>
      <TextArea
        name="reason"
        label="原因"
        required
        rows={3}
        max={500}
        value={reason}
        onChange={setReason}
      />
      <Row>
        <Button onClick={onClose}>取消</Button>
        <Button
          type="submit"
          tone={isClosing ? 'danger' : 'primary'}
          busy={write.isPending}
          busyText="正在办理"
        >
          {isClosing ? '停用该单位' : '恢复该单位'}
        </Button>
      </Row>
    </Form>
  );
};

export const StatusDialog = ({ open, ...props }: Props & { readonly open: boolean }) => (
  <Dialog
    title={`${props.organization.status === 'ACTIVE' ? '停用' : '恢复'}${props.organization.name}？`}
    open={open}
    onClose={props.onClose}
  >
    <StatusForm {...props} />
  </Dialog>
);
