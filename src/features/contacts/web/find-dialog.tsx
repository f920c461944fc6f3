import { useState } from 'react';
import { Link } from 'react-router';

import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { isMobile, normalizePhone } from '../../../kernel/phone.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Row } from '../../../ui/layout/page.tsx';
import { DUTIES } from '../labels.ts';
import { findContact } from '../reveal-contract.ts';
import { isMailbox, normalizeMailbox } from '../rules.ts';
import { ContactTag } from './contact-words.tsx';

const FindForm = () => {
  const [value, setValue] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const write = useWrite(findContact);
  const submit = () => {
    const isWhole = isMobile(normalizePhone(value)) || isMailbox(normalizeMailbox(value));
    const text = '请填写完整的 11 位手机号或完整的邮箱';
    setFindings(isWhole ? [] : [errorFinding('ui.value', 'value', text)]);
    if (isWhole) write.mutate({ body: { value } });
  };
  return (
    <Form findings={findings} error={write.error} label="按号码查找" onSubmit={submit}>
      <ErrorSummary />
      <TextField
        name="value"
        label="手机号或邮箱"
        required
        help="须完整填写；查找记入审计，号码本身不记录。"
        value={value}
        onChange={setValue}
      />
      <Row>
        <Button type="submit" tone="primary" busy={write.isPending} busyText="正在查找">
          查找
        </Button>
      </Row>
      <div role="status">
        {write.data?.rows.length === 0 ? <p>管辖范围内没有登记这个号码的联系人。</p> : null}
        <ul>
          {write.data?.rows.map((row) => (
            <li key={row.id}>
              <Link to={`/contacts/organizations/${row.organizationId}`}>
                {row.organizationName}，{DUTIES[row.duty]}，{row.name}
              </Link>{' '}
              <ContactTag state={row.state} reported={null} />
            </li>
          ))}
        </ul>
      </div>
    </Form>
  );
};

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

export const FindDialog = ({ open, onClose }: Props) => (
  <Dialog title="按号码查找" open={open} onClose={onClose}>
    <FindForm />
  </Dialog>
);
