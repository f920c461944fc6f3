import { Icon } from '../icon.tsx';
import { sizeText } from './size-text.ts';

interface FileLinkProps {
  readonly href: string;
  readonly name: string;
  readonly byteCount?: number;
  readonly pageCount?: number | undefined;
  /** Beyond size and pages: `版本 3`. */
  readonly note?: string;
}

/** A file to fetch: its name, kind and size are known before the click. */
export const FileLink = ({ href, name, byteCount, pageCount, note }: FileLinkProps) => {
  const facts = [
    byteCount === undefined ? '' : sizeText(byteCount),
    pageCount === undefined ? '' : `${pageCount} 页`,
    note ?? '',
  ].filter((fact) => fact !== '');
  return (
    <span className="file-link">
      <Icon name="file" />
      <span>
        <a href={href} download={name}>
          {name}
        </a>
        <span className="muted">
          {facts.map((fact, index) => (
            <span key={fact} className="file-fact">
              {index === 0 ? '（' : ''}
              {fact}
              {index === facts.length - 1 ? '）' : '，'}
            </span>
          ))}
        </span>
      </span>
    </span>
  );
};
