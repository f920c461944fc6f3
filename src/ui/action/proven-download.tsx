import { type ReactNode, useState } from 'react';

import { asApiError } from '../api/api-error.ts';
import { withFreshProof } from '../api/proof.ts';
import { type ButtonTone, DownloadLink } from './button.tsx';

interface Props {
  readonly href: string;
  readonly children: ReactNode;
  readonly tone?: ButtonTone;
  readonly small?: boolean;
}

/** The browser's own download, so that built-in browsers of apps can hand it on as they do with every file. */
const take = (href: string): void => {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
};

/** A download of a file that names people: who sits there says first who they are, then it begins by itself. */
export const ProvenDownload = ({ href, ...look }: Props) => {
  const [note, setNote] = useState('');
  const ask = async () => {
    setNote('');
    try {
      await withFreshProof(() => take(href));
    } catch (fault) {
      setNote(asApiError(fault).text);
    }
  };
  return (
    <>
      <DownloadLink
        href={href}
        {...look}
        onClick={(event) => {
          event.preventDefault();
          void ask();
        }}
      />
      {note === '' ? null : <span role="alert">{note}</span>}
    </>
  );
};
