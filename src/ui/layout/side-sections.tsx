import { useEffect, useId, useState } from 'react';
import type { ReactNode } from 'react';

import { useMedia } from './media.ts';

export interface SideSection {
  /** The `id` of a `Section`. */
  readonly id: string;
  readonly label: string;
  /** A word about its state: `2 处需修改`, `已填写`. */
  readonly state?: string;
  readonly tone?: 'attention' | 'danger' | 'done';
}

/** The section that is being read: the last one whose head has passed the top of the window. */
const useCurrentSection = (ids: string): string => {
  const [current, setCurrent] = useState('');
  useEffect(() => {
    const find = () => {
      const passed = ids
        .split(' ')
        .filter((id) => (document.getElementById(id)?.getBoundingClientRect().top ?? 1e9) < 140);
      setCurrent(passed.at(-1) ?? ids.split(' ')[0] ?? '');
    };
    find();
    document.addEventListener('scroll', find, { passive: true });
    return () => document.removeEventListener('scroll', find);
  }, [ids]);
  return current;
};

const goTo = (id: string): void => {
  const section = document.getElementById(id);
  section?.scrollIntoView();
  const heading = section?.querySelector('h2');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
};

interface SideSectionsProps {
  readonly sections: readonly SideSection[];
  readonly children: ReactNode;
}

/** A long record: its sections listed at the left, as a choice on narrow windows. */
export const SideSections = ({ sections, children }: SideSectionsProps) => {
  const isNarrow = useMedia('(max-width: 1023.98px)');
  const selectId = useId();
  const current = useCurrentSection(sections.map((section) => section.id).join(' '));
  const list = isNarrow ? (
    <div className="side-select">
      <label className="hidden" htmlFor={selectId}>
        跳到本页的部分
      </label>
      <select
        id={selectId}
        className="input select"
        value={current}
        onChange={(event) => goTo(event.target.value)}
      >
        {sections.map((section) => (
          <option key={section.id} value={section.id}>
            {section.state === undefined ? section.label : `${section.label}（${section.state}）`}
          </option>
        ))}
      </select>
    </div>
  ) : (
    <nav className="side-list" aria-label="本页目录">
      <ul>
        {sections.map((section) => (
          <li key={section.id}>
            <a
              href={`#${section.id}`}
              aria-current={section.id === current ? 'location' : undefined}
              onClick={(event) => {
                event.preventDefault();
                goTo(section.id);
              }}
            >
              {section.label}
              {section.state === undefined ? null : (
                <span className="side-state" data-tone={section.tone}>
                  {section.state}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
  return (
    <div className="side-sections">
      {list}
      <div className="side-body">{children}</div>
    </div>
  );
};
