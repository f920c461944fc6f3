import { lazy, Suspense } from 'react';

import { useRead } from '../../../ui/api/use-api.ts';
import { RichText } from '../../../ui/display/rich-text.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Loading } from '../../../ui/state/states.tsx';
import { type EditionRow, readEdition } from '../contract.ts';

const PdfViewer = lazy(async () => ({ default: (await import('./pdf-viewer.tsx')).PdfViewer }));

interface ViewerProps {
  readonly documentId: string;
  readonly title: string;
  readonly edition: EditionRow;
}

export const editionAddress = (documentId: string, number: number): string =>
  `/api/documents/${documentId}/editions/${number}/file`;

const WordReading = ({ documentId, edition }: ViewerProps) => {
  const read = useRead(readEdition, { params: { documentId, number: edition.number } });
  return (
    <QueryState of={read} what="文件">
      {({ html }) => (
        <div className="document-reading">
          <RichText html={html} />
        </div>
      )}
    </QueryState>
  );
};

/** Reading on the page what would otherwise have to be downloaded, also in a chat program's browser. */
export const Viewer = (props: ViewerProps) => {
  const { documentId, edition, title } = props;
  const address = editionAddress(documentId, edition.number);
  if (!edition.isReadable) {
    return <p className="muted">这种文件不能在线阅读，请下载后用相应的软件打开。</p>;
  }
  if (edition.mediaType === 'application/pdf') {
    return (
      <Suspense fallback={<Loading what="阅读器" />}>
        <PdfViewer key={address} address={address} />
      </Suspense>
    );
  }
  if (edition.mediaType.startsWith('image/'))
    return <img className="document-image" src={address} alt={title} />;
  return <WordReading {...props} />;
};
