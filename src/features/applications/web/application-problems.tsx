import { useEffect, useRef } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { Link } from 'react-router';

import type { Finding } from '../../../kernel/finding.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useErrorCount } from '../../../ui/layout/document-title.ts';
import { useApplication } from './application-draft.tsx';
import { focusField } from './application-focus.ts';
import { fieldPath, useFormMode } from './application-paths.ts';
import { sectionLabel, sectionOf } from './application-sections.ts';

interface ProblemLinkProps {
  readonly field: string;
  readonly children: ReactNode;
}

/** Leads into a field: on this page when it stands here, otherwise on the page of its section. */
export const ProblemLink = ({ field, children }: ProblemLinkProps) => {
  const { view } = useApplication();
  const mode = useFormMode();
  const onClick = (event: MouseEvent) => {
    if (focusField(field)) event.preventDefault();
  };
  return (
    <Link to={fieldPath(view.id, mode, sectionOf(field), field)} onClick={onClick}>
      {children}
    </Link>
  );
};

/** `第 2 项 智能装配（中级）：…`, so that the same sentence about two items can be told apart. */
const place = (
  field: string,
  names: ReturnType<typeof useApplication>['names'],
  items: readonly { certificateLevelId: string }[],
): string => {
  const index = /^items\[(\d+)\]/.exec(field)?.[1];
  const item = index === undefined ? undefined : items[Number(index)];
  return item === undefined
    ? ''
    : `第 ${Number(index) + 1} 项 ${names.level(item.certificateLevelId)}：`;
};

interface ProblemListProps {
  readonly problems: readonly Finding[];
  /** Each new number takes the focus here: somebody asked and must hear the answer. */
  readonly asked: number;
}

/** All that stands in the way, at once, with links into the fields. */
export const ProblemList = ({ problems, asked }: ProblemListProps) => {
  const { state, names } = useApplication();
  const box = useRef<HTMLDivElement>(null);
  // On a page that is still being filled in, what is missing is no error until somebody submits.
  useErrorCount(asked > 0 ? problems.length : 0);
  useEffect(() => {
    if (asked > 0) box.current?.focus();
  }, [asked]);
  if (problems.length === 0) return null;
  return (
    <div ref={box} className="error-summary" tabIndex={-1} role="group" aria-label="需要处理的内容">
      <h2>
        <Icon name="warning" />
        还有 {problems.length} 处需要处理
      </h2>
      <ul>
        {problems.map((finding) => (
          <li key={`${finding.code} ${finding.field} ${finding.text}`}>
            {finding.path !== undefined ? (
              <Link to={finding.path}>{finding.text}</Link>
            ) : finding.field === '' ? (
              finding.text
            ) : (
              <ProblemLink field={finding.field}>
                {place(finding.field, names, state.draft.content.items)}
                {finding.text}
              </ProblemLink>
            )}
            <span className="muted">（{sectionLabel(sectionOf(finding.field))}）</span>
          </li>
        ))}
      </ul>
    </div>
  );
};
