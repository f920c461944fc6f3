interface RichTextProps {
  /** Cleaned by the server's allow-list (`platform/rich-text.ts`); nothing else may come here. */
  readonly html: string;
}

/** Formatted text that the server has cleaned. */
export const RichText = ({ html }: RichTextProps) => (
  <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />
);
