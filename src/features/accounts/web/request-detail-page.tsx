import { useState } from 'react';
import { useParams } from 'react-router';

import type { OutputOf } from '../../../kernel/endpoint.ts';
import { Button, DownloadLink } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { buildUrl } from '../../../ui/api/url.ts';
import { sizeText } from '../../../ui/display/size-text.ts';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextArea, TextField } from '../../../ui/form/text-fields.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import {
  approveRequest,
  downloadLetter,
  getRequest,
  refuseRequest,
  revealRequest,
} from '../request-contract.ts';
import { accountRequestWorkflow } from '../request-status.ts';
import { LoginNameField, RolesField } from './account-fields.tsx';
import { HandedLinkDialog } from './handed-link.tsx';
import type { HandedLink } from './handed-link.tsx';

type Detail = OutputOf<typeof getRequest>;
type Contact = OutputOf<typeof revealRequest>;

interface RevealProps {
  readonly id: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onShown: (contact: Contact) => void;
}

const RevealDialog = ({ id, open, onClose, onShown }: RevealProps) => {
  const [purpose, setPurpose] = useState('');
  const write = useWrite(revealRequest, {
    onSuccess: (contact) => {
      onClose();
      onShown(contact);
    },
  });
  return (
    <Dialog title="查看完整手机号和邮箱" open={open} onClose={onClose}>
      <DialogForm
        error={write.error}
        label="查看完整联系方式"
        onSubmit={() => write.mutate({ params: { id }, body: { purpose } })}
        submitLabel="查看"
        busy={write.isPending}
        onClose={onClose}
      >
        <TextField
          name="purpose"
          label="查看用途"
          required
          help="例如“电话核对授权书”。谁在何时为何查看会留下记录。"
          value={purpose}
          onChange={setPurpose}
        />
      </DialogForm>
    </Dialog>
  );
};

const Facts = ({ detail }: { readonly detail: Detail }) => {
  const { request, letter } = detail;
  const [isAsking, setAsking] = useState(false);
  const [shown, setShown] = useState<Contact | null>(null);
  const contact = shown ?? detail;
  return (
    <Section title="申请表">
      <SummaryList
        items={[
          { term: '受理号', value: request.receiptNumber },
          { term: '单位', value: request.organizationName },
          { term: '申请人', value: `${request.name}（${request.duty}）` },
          { term: '手机号', value: contact.mobile },
          { term: '邮箱', value: contact.mailbox },
          { term: '用途', value: detail.purpose },
          { term: '提交时间', value: <Time at={request.sentAt} /> },
          {
            term: '授权书',
            value: `${letter.originalName}（${sizeText(letter.byteCount)}${letter.pageCount === null ? '' : `，${letter.pageCount} 页`}）`,
          },
          ...(detail.reason === null ? [] : [{ term: '未通过理由', value: detail.reason }]),
        ]}
      />
      <Row>
        <DownloadLink href={buildUrl(downloadLetter.path, { id: request.id })}>
          下载授权书
        </DownloadLink>
        {shown === null ? (
          <Button onClick={() => setAsking(true)}>查看完整手机号和邮箱</Button>
        ) : null}
      </Row>
      <RevealDialog
        id={request.id}
        open={isAsking}
        onClose={() => setAsking(false)}
        onShown={setShown}
      />
    </Section>
  );
};

interface DecideProps {
  readonly detail: Detail;
  readonly onHanded: (handed: HandedLink) => void;
}

const ApproveForm = ({ detail, onHanded }: DecideProps) => {
  const { request, grantableRoles, hasAdmin } = detail;
  const [loginName, setLoginName] = useState('');
  const [roles, setRoles] = useState<readonly string[]>([]);
  const write = useWrite(approveRequest, {
    invalidates: ['accounts'],
    onSuccess: ({ link, expiresAt }) => onHanded({ name: request.name, link, expiresAt }),
  });
  const submit = () => {
    const chosen = grantableRoles.filter((role) => roles.includes(role));
    const body = { version: request.version, loginName, roles: chosen };
    write.mutate({ params: { id: request.id }, body });
  };
  return (
    <Section
      title="同意并开通"
      note={hasAdmin ? undefined : '该单位还没有能登录的管理员，第一个账号通常设为管理员。'}
    >
      <Form error={write.error} onSubmit={submit} label="同意并开通">
        <ErrorSummary />
        <LoginNameField value={loginName} onChange={setLoginName} />
        <RolesField grantable={grantableRoles} value={roles} onChange={setRoles} />
        <Row>
          <Button type="submit" tone="primary" busy={write.isPending} busyText="正在开通">
            同意并生成激活链接
          </Button>
        </Row>
      </Form>
    </Section>
  );
};

const RefuseForm = ({ detail: { request } }: { readonly detail: Detail }) => {
  const [reason, setReason] = useState('');
  const write = useWrite(refuseRequest, {
    invalidates: ['accounts'],
    onSuccess: () => showToast('已记为未通过，申请人凭受理号可以看到理由'),
  });
  const submit = () =>
    write.mutate({ params: { id: request.id }, body: { version: request.version, reason } });
  return (
    <Section title="不同意">
      <Form error={write.error} onSubmit={submit} label="不同意">
        <ErrorSummary />
        <TextArea
          name="reason"
          label="理由"
          required
          rows={2}
          max={200}
          help="申请人凭受理号看得到，请写明怎样改好。"
          value={reason}
          onChange={setReason}
        />
        <Row>
          <Button type="submit" tone="danger" busy={write.isPending}>
            不同意
          </Button>
        </Row>
      </Form>
    </Section>
  );
};

const RequestView = ({ detail }: { readonly detail: Detail }) => {
  const { request } = detail;
  const [handed, setHanded] = useState<HandedLink | null>(null);
  const may = new Set<string>(request.permittedActions);
  return (
    <Page
      title={`${request.name}的账号申请`}
      trail={[
        { label: '人员管理', to: '/people' },
        { label: '账号申请', to: '/people/requests' },
      ]}
      tag={
        <StatusTag tone={accountRequestWorkflow.states[request.status].tone}>
          {request.statusLabel}
        </StatusTag>
      }
    >
      {request.status === 'PENDING' && detail.sameMobileCount > 1 ? (
        <Banner
          tone="attention"
          title={`同一手机号还有 ${detail.sameMobileCount - 1} 份待办理的申请，请一并核对`}
        />
      ) : null}
      <Facts detail={detail} />
      {may.has('approve') ? <ApproveForm detail={detail} onHanded={setHanded} /> : null}
      {may.has('refuse') ? <RefuseForm detail={detail} /> : null}
      <HandedLinkDialog handed={handed} onClose={() => setHanded(null)} />
    </Page>
  );
};

export const RequestDetailPage = () => {
  const { id = '' } = useParams();
  const read = useRead(getRequest, { params: { id } });
  return (
    <QueryState of={read} what="账号申请">
      {(detail) => <RequestView key={detail.request.id} detail={detail} />}
    </QueryState>
  );
};
