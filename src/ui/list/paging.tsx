import { useId } from 'react';

import { PAGE_SIZES } from '../../kernel/list.ts';
import { Button } from '../action/button.tsx';
import { pageCount } from './address.ts';
import type { ListState } from './address.ts';

interface PagingProps {
  readonly state: ListState;
  readonly total: number;
  readonly setState: (next: ListState) => void;
}

/** Paging in words and two buttons; hidden while everything fits on the smallest page. */
export const Paging = ({ state, total, setState }: PagingProps) => {
  const sizeId = useId();
  const pages = pageCount(total, state.pageSize);
  if (total <= PAGE_SIZES[0]) return null;
  const go = (page: number) => setState({ ...state, page });
  return (
    <nav className="paging" aria-label="分页">
      <label htmlFor={sizeId}>每页</label>
      <select
        id={sizeId}
        className="input select"
        value={state.pageSize}
        onChange={(event) => setState({ ...state, page: 1, pageSize: Number(event.target.value) })}
      >
        {PAGE_SIZES.map((size) => (
          <option key={size} value={size}>
            {size} 条
          </option>
        ))}
      </select>
      <span className="paging-where" aria-live="polite">
        第 {state.page} 页，共 {pages} 页
      </span>
      <Button icon="chevron-left" disabled={state.page <= 1} onClick={() => go(state.page - 1)}>
        上一页
      </Button>
      <Button
        icon="chevron-right"
        disabled={state.page >= pages}
        onClick={() => go(state.page + 1)}
      >
        下一页
      </Button>
    </nav>
  );
};
