import { useState } from 'react';

import type { Finding } from '../../../kernel/finding.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { Row } from '../../../ui/layout/page.tsx';
import { SEALED_FIELDS, type SealedField } from '../labels.ts';
import { unmaskContact } from '../reveal-contract.ts';
import { NO_PURPOSE, PurposeFields, purposeFindings } from './purpose-fields.tsx';

export interface UnmaskTarget {
  readonly id: string;
  readonly name: string;
  readonly field: SealedField;
}

interface FormProps {
  readonly target: UnmaskTarget;
  readonly onClose: () => void;
}

/** The value lives in this dialog only and is gone when it closes. */
const UnmaskForm = ({ target, onClose }: FormProps) => {
  const [draft, setDraft] = useState(NO_PURPOSE);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const write = useWrite(unmaskContact);
  const submit = () => {
    const found = purposeFindings(draft);
    setFindings(found);
    const { purpose, note } = draft;
    if (found.length > 0 || purpose === '') return;
    write.mutate({ params: { id: target.id }, body: { field: target.field, purpose, note } });
  };
  if (write.data !== undefined) {
    return (
      <>
        <Banner
          tone="success"
          title={`${target.name}的${SEALED_FIELDS[target.field]}：${write.data.value}`}
        >
          本次查看已记入审计。关闭后不再显示。
        </Banner>
        <Row>
          <Button tone="primary" onClick={onClose}>
            关闭
          </Button>
        </Row>
      </>
    );
  }
  return (
    <DialogForm
      findings={findings}
      error={write.error}
      label="查看完整号码"
      onSubmit={submit}
      submitLabel="查看"
      busy={write.isPending}
      busyText="正在查看"
      onClose={onClose}
    >
      <p>查看会记入审计：谁、何时、看了谁的哪一项、什么用途。</p>
      <PurposeFields draft={draft} set={setDraft} />
    </DialogForm>
  );
};

interface Props {
  readonly target: UnmaskTarget | null;
  readonly onClose: () => void;
}

export const UnmaskDialog = ({ target, onClose }: Props) => (
  <Dialog
    title={target === null ? '' : `查看${target.name}的完整${SEALED_FIELDS[target.field]}`}
    open={target !== null}
    onClose={onClose}
  >
    {target === null ? null : <UnmaskForm target={target} onClose={onClose} />}
  </Dialog>
);
