import { useCallback, useState } from 'react';

import { ORGANIZATION_KINDS } from '../../../kernel/actor.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { call } from '../../../ui/api/api-client.ts';
import type { UploadedFile } from '../../../ui/api/upload.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { ComboField } from '../../../ui/form/combo-field.tsx';
import { FileField } from '../../../ui/form/file-field.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextArea, TextField } from '../../../ui/form/text-fields.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import type { Instant } from '../../../kernel/time.ts';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { searchRequestBodies, sendRequest, uploadLetter } from '../request-contract.ts';
import { LETTER_ENDINGS, LETTER_MAX_BYTES } from '../request-rules.ts';
import './accounts.css';

interface Letter extends UploadedFile {
  readonly secret: string;
}

interface Sent {
  readonly receiptNumber: string;
  readonly sentAt: Instant;
}

const Receipt = ({ sent }: { readonly sent: Sent }) => (
  <Page title="申请已提交">
    <Banner tone="success" title="申请已提交，请记下受理号">
      <p className="accounts-receipt">{sent.receiptNumber}</p>
      <p>
        提交时间：
        <Time at={sent.sentAt} />
        。受理号不会再次显示，请截图或抄下，凭它查询办理结果。
      </p>
    </Banner>
    <Section title="接下来">
      <ol className="accounts-steps">
        <li>本单位管理员（没有管理员的，由项目办）核对授权书，通常在两个工作日内办理。</li>
        <li>通过后，他们会把一次性激活链接或激活信交给您本人，您自己设置密码。</li>
        <li>没有通过的，查询页会写明理由，改好后可以重新申请。</li>
      </ol>
      <Row>
        <LinkButton to="/account-request/state">查询办理结果</LinkButton>
        <LinkButton to="/sign-in">去登录</LinkButton>
      </Row>
    </Section>
  </Page>
);

const EMPTY = { name: '', duty: '', mobile: '', mailbox: '', purpose: '' };

const useBodySearch = () =>
  useCallback(async (text: string, signal: AbortSignal) => {
    const { rows } = await call(searchRequestBodies, { query: { q: text } }, { signal });
    return rows.map((row) => ({
      value: row.id,
      label: row.name,
      hint: ORGANIZATION_KINDS[row.kind],
    }));
  }, []);

const RequestForm = ({ onSent }: { readonly onSent: (sent: Sent) => void }) => {
  const [body, setBody] = useState<ComboOption | null>(null);
  const [draft, setDraft] = useState(EMPTY);
  const [letter, setLetter] = useState<Letter | null>(null);
  const find = useBodySearch();
  const write = useWrite(sendRequest, { onSuccess: onSent });
  const set = (change: Partial<typeof EMPTY>) => setDraft({ ...draft, ...change });
  const submit = () =>
    write.mutate({
      body: {
        ...draft,
        organizationId: body?.value ?? '',
        letterId: letter?.id ?? '',
        letterSecret: letter?.secret ?? '',
      },
    });
  return (
    <Form error={write.error} onSubmit={submit} label="申请账号">
      <ErrorSummary />
      <ComboField
        name="organizationId"
        label="单位"
        required
        help="输入名称、拼音或首字母，从名单中选择；查不到本单位的，请联系项目办登记。"
        value={body}
        options={find}
        onChange={setBody}
      />
      <TextField
        name="name"
        label="姓名"
        required
        width="medium"
        autoComplete="name"
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      <TextField
        name="duty"
        label="职务或岗位"
        required
        width="medium"
        value={draft.duty}
        onChange={(duty) => set({ duty })}
      />
      <TextField
        name="mobile"
        label="手机号"
        required
        type="tel"
        width="medium"
        autoComplete="tel"
        help="用于核对身份；加密保存，办理人员查看时须写明用途。"
        value={draft.mobile}
        onChange={(mobile) => set({ mobile })}
      />
      <TextField
        name="mailbox"
        label="邮箱"
        required
        type="email"
        width="medium"
        autoComplete="email"
        value={draft.mailbox}
        onChange={(mailbox) => set({ mailbox })}
      />
      <TextArea
        name="purpose"
        label="用途"
        required
        rows={3}
        max={300}
        help="用这个账号办什么，例如“负责本校试点申报和备案”。"
        value={draft.purpose}
        onChange={(purpose) => set({ purpose })}
      />
      <FileField<Letter>
        name="letterId"
        label="盖章授权书"
        required
        help="写明单位、姓名、办理事项并加盖单位公章，扫描或拍照均可。"
        uploadUrl={uploadLetter.path}
        accept={LETTER_ENDINGS}
        maxBytes={LETTER_MAX_BYTES}
        value={letter}
        onChange={setLetter}
      />
      <Row>
        <Button type="submit" tone="primary" busy={write.isPending} busyText="正在提交">
          提交申请
        </Button>
      </Row>
    </Form>
  );
};

/** Form F24, for people without an account. */
export const RequestPage = () => {
  const [sent, setSent] = useState<Sent | null>(null);
  if (sent !== null) return <Receipt sent={sent} />;
  return (
    <Page
      title="申请账号"
      lead="本单位已有管理员的，请直接找管理员开通，更快。没有的，在这里提交盖章授权书申请。"
      action={<LinkButton to="/account-request/state">查询办理结果</LinkButton>}
    >
      <Section title="申请表">
        <RequestForm onSent={setSent} />
      </Section>
    </Page>
  );
};
