import { useId } from 'react';
import { Link } from 'react-router';

import type { Tone } from './status-tag.tsx';

export interface TaskItem {
  readonly to: string;
  readonly label: string;
  readonly hint?: string;
  /** `未开始`, `填写中`, `已填写`, `需修改`. */
  readonly status: string;
  readonly tone?: Tone;
}

/**
 * The parts of a long form. The status is plain text at the end of the line: a tag there was pressed like a button
 * (govuk-design-system PR 2105), and `已填写` was taken for `已提交`, so the page's head must say `尚未提交`.
 */
export const TaskList = ({ items }: { readonly items: readonly TaskItem[] }) => {
  const id = useId();
  return (
    <ul className="task-list">
      {items.map((item, index) => (
        <li key={item.to}>
          <Link to={item.to} aria-describedby={`${id}-${index}`}>
            {item.label}
          </Link>
          {item.hint === undefined ? null : <span className="task-hint">{item.hint}</span>}
          <span className="task-status" data-tone={item.tone} id={`${id}-${index}`}>
            {item.status}
          </span>
        </li>
      ))}
    </ul>
  );
};
