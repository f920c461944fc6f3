import { formatYuan } from '../../kernel/fen.ts';
import type { Fen } from '../../kernel/fen.ts';

/** `¥1,409.50` of an amount in fen. */
export const Money = ({ amount }: { readonly amount: Fen }) => (
  <span className="money">{formatYuan(amount)}</span>
);

const SIZES = ['字节', 'KB', 'MB', 'GB'] as const;

/** `3.2 MB`. */
export const sizeText = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${SIZES[power] ?? ''}`;
};
