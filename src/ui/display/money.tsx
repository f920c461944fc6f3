import { formatYuan } from '../../kernel/fen.ts';
import type { Fen } from '../../kernel/fen.ts';

/** `¥1,409.50` of an amount in fen. */
export const Money = ({ amount }: { readonly amount: Fen }) => (
  <span className="money">{formatYuan(amount)}</span>
);
