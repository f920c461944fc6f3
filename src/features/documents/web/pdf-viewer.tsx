import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useRef, useState } from 'react';

import { Failure, Loading } from '../../../ui/state/states.tsx';
import { openPdf } from './pdf-loader.ts';

interface PageProps {
  readonly document: PDFDocumentProxy;
  readonly number: number;
}

/** Wide enough to be sharp on a dense screen without filling the memory of a phone. */
const WIDTH = 1400;

const draw = async (page: PDFPageProxy, canvas: HTMLCanvasElement): Promise<string> => {
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: WIDTH / natural.width });
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  await page.render({ canvas, viewport }).promise;
  const { items } = await page.getTextContent();
  return items.map((item) => ('str' in item ? item.str : '')).join(' ');
};

/** One page, drawn when it comes near the window; its text is there for those who listen. */
const PdfPage = ({ document, number }: PageProps) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isNear, setNear] = useState(number === 1);
  const [text, setText] = useState('');
  useEffect(() => {
    const element = canvas.current;
    if (isNear || element === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: '800px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [isNear]);
  useEffect(() => {
    const element = canvas.current;
    if (!isNear || element === null) return undefined;
    let isGone = false;
    const show = async () => {
      const said = await draw(await document.getPage(number), element);
      if (!isGone) setText(said);
    };
    show().catch(() => {
      if (!isGone) setText('这一页画不出来，请下载后查看。');
    });
    return () => {
      isGone = true;
    };
  }, [document, isNear, number]);
  return (
    <section aria-label={`第 ${number} 页，共 ${document.numPages} 页`}>
      <canvas ref={canvas} aria-hidden="true" width={WIDTH} height={WIDTH * 1.414} />
      <p className="document-page-text">{text}</p>
    </section>
  );
};

/** A PDF drawn page by page in the browser. */
export const PdfViewer = ({ address }: { readonly address: string }) => {
  const [document, setDocument] = useState<PDFDocumentProxy | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let isGone = false;
    const opening = openPdf(address);
    opening.then(
      (opened) => {
        if (!isGone) setDocument(opened);
      },
      (reason: unknown) => {
        if (!isGone) setError(reason);
      },
    );
    return () => {
      isGone = true;
      opening.then(
        (opened) => opened.loadingTask.destroy(),
        () => undefined,
      );
    };
  }, [address]);
  if (error !== null) return <Failure error={error} />;
  if (document === null) return <Loading what="文件" />;
  const numbers = Array.from({ length: document.numPages }, (_, index) => index + 1);
  return (
    <div className="document-pages">
      {numbers.map((number) => (
        <PdfPage key={number} document={document} number={number} />
      ))}
    </div>
  );
};
