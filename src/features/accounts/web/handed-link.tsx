import { useId, useRef, useState } from 'react';

import type { Instant } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { useSession } from '../../../ui/session.tsx';
import { QrCode } from './qr-code.tsx';

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

interface LetterProps {
  readonly handed: HandedLink;
  readonly url: string;
}

/** What the office hands over on paper when the person has no chat with it. */
const Letter = ({ handed, url }: LetterProps) => {
  const { title } = useSession();
  return (
    <section className="accounts-letter" aria-label="激活信">
      <h3>{title}：账号激活信</h3>
      <p>{handed.name} 同志：</p>
      <p>您的账号已准备好，请按下面三步设置密码。密码只有您自己知道，工作人员不会索要。</p>
      <ol className="accounts-steps">
        <li>用手机扫描二维码，或在电脑浏览器中输入下面的网址（“#”后面的部分不能少）。</li>
        <li>核对姓名、单位和登录名；不是您本人的，请停止并告诉交给您这封信的人。</li>
        <li>设置密码，页面会直接进入工作台。以后用登录名和密码登录。</li>
      </ol>
      <QrCode text={url} label="激活链接的二维码" />
      <p className="accounts-letter-link">{url}</p>
      <p>
        <Time at={handed.expiresAt} />{' '}
        前有效，只能用一次。过期或遗失请联系交给您这封信的单位重新生成。
      </p>
    </section>
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
    width="wide"
    footer={
      <>
        <Button onClick={() => window.print()}>打印激活信</Button>
        <Button onClick={onClose}>我已复制或打印，关闭</Button>
      </>
    }
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
        <Letter handed={handed} url={`${location.origin}${handed.link}`} />
      </>
    )}
  </Dialog>
);
