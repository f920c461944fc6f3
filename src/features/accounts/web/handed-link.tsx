import { useId, useRef, useState } from 'react';

import type { Instant } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';

export interface HandedLink {
  readonly name: string;
  /** Path of the desk with the secret behind `#`. */
  readonly link: string;
  readonly expiresAt: Instant;
}

/** The clipboard of the browser needs https; inside a bureau's network the old way still works. */
const copyFrom = async (field: HTMLInputElement): Promise<boolean> => {
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      // Refused by the browser's settings: try the other way.
    }
  }
  field.select();
  return document.execCommand('copy');
};

const CopyLink = ({ url }: { readonly url: string }) => {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [note, setNote] = useState('');
  const copy = async () => {
    const isCopied = field.current !== null && (await copyFrom(field.current));
    setNote(isCopied ? '已复制' : '没有复制成功，请选中上面的链接手动复制');
  };
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        一次性链接
      </label>
      <input
        id={id}
        ref={field}
        className="input"
        readOnly
        value={url}
        onFocus={(event) => event.target.select()}
      />
      <div className="row">
        <Button tone="primary" onClick={() => void copy()}>
          复制链接
        </Button>
        <span role="status">{note}</span>
      </div>
    </div>
  );
};

interface HandedLinkDialogProps {
  readonly handed: HandedLink | null;
  readonly onClose: () => void;
}

/** Shows the link this once; it stands nowhere else, not even in the database. */
export const HandedLinkDialog = ({ handed, onClose }: HandedLinkDialogProps) => (
  <Dialog
    title={handed === null ? '' : `把链接交给${handed.name}`}
    open={handed !== null}
    onClose={onClose}
    mustAnswer
    footer={<Button onClick={onClose}>我已复制，关闭</Button>}
  >
    {handed === null ? null : (
      <>
        <Banner tone="attention" title="链接只显示这一次">
          <p>
            请复制后当面、电话或钉钉交给本人，不要发到群里。
            <Time at={handed.expiresAt} /> 前用一次有效；过期或遗失可以重新生成，旧链接随即失效。
          </p>
        </Banner>
        <CopyLink url={`${location.origin}${handed.link}`} />
      </>
    )}
  </Dialog>
);
