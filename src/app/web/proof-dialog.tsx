import { useEffect, useState } from 'react';

import { Button } from '../../ui/action/button.tsx';
import { onStaleProof } from '../../ui/api/api-client.ts';
import { asApiError } from '../../ui/api/api-error.ts';
import { onProofNeeded } from '../../ui/api/proof.ts';
import { Dialog } from '../../ui/feedback/dialog.tsx';
import { showToast } from '../../ui/feedback/toast.tsx';
import { checkProofNow, proveIdentityNow } from './session-calls.ts';

/** Before a sensitive action: who sits there says so again; what was typed stays on the page. */
export const ProofDialog = ({ isDemo }: { readonly isDemo: boolean }) => {
  const [isOpen, setOpen] = useState(false);
  const [proof, setProof] = useState('');
  const [note, setNote] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [next, setNext] = useState<(() => void) | null>(null);
  useEffect(
    () =>
      onStaleProof(() => {
        setNext(null);
        setOpen(true);
      }),
    [],
  );
  useEffect(
    () =>
      onProofNeeded(async (then) => {
        try {
          await checkProofNow();
        } catch (fault) {
          if (asApiError(fault).code !== 'session.not_fresh') throw fault;
          // The refusal has opened the dialog.
          setNext(() => then);
          return;
        }
        then();
      }),
    [],
  );
  const prove = async () => {
    // Enter goes past the button that is busy.
    if (isBusy) return;
    setBusy(true);
    try {
      await proveIdentityNow(proof);
      setOpen(false);
      setNote('');
      if (next === null) showToast('已确认本人，请再点一次刚才的按钮');
      else next();
    } catch (fault) {
      setNote(asApiError(fault).text);
    } finally {
      setProof('');
      setBusy(false);
    }
  };
  return (
    <Dialog
      title="请确认是您本人"
      open={isOpen}
      onClose={() => setOpen(false)}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>取消</Button>
          <Button tone="primary" busy={isBusy} onClick={() => void prove()}>
            确认
          </Button>
        </>
      }
    >
      <p>这项操作涉及敏感信息。确认后 10 分钟内不再询问；页面上填写的内容还在。</p>
      {isDemo ? <p>演示人物没有密码，直接点“确认”。</p> : null}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void prove();
        }}
      >
        <div className="field">
          <label className="field-label" htmlFor="identity-proof">
            密码，或手机上的验证码
          </label>
          <input
            id="identity-proof"
            className="input"
            type="password"
            autoComplete="current-password"
            value={proof}
            onChange={(event) => setProof(event.target.value)}
          />
        </div>
      </form>
      <p role="alert">{note}</p>
    </Dialog>
  );
};
