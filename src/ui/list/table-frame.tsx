import { useEffect, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';

/** Whether a box is wider than its frame; only then does it scroll by itself and take the focus. */
const useOverflow = (): [RefObject<HTMLDivElement | null>, boolean] => {
  const ref = useRef<HTMLDivElement>(null);
  const [isOverflowing, setOverflowing] = useState(false);
  useEffect(() => {
    const box = ref.current;
    const content = box?.firstElementChild;
    if (box === null || content === null || content === undefined) return undefined;
    const measure = () => setOverflowing(content.scrollWidth > box.clientWidth + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    observer.observe(content);
    return () => observer.disconnect();
  }, []);
  return [ref, isOverflowing];
};

interface TableFrameProps {
  readonly label: string;
  readonly stale?: boolean;
  readonly children: ReactNode;
}

/** The border around a table. Its head sticks to the window, or to the frame when the frame has to scroll. */
export const TableFrame = ({ label, stale = false, children }: TableFrameProps) => {
  const [frame, isOverflowing] = useOverflow();
  return (
    <div
      ref={frame}
      className="table-frame"
      data-overflow={isOverflowing || undefined}
      data-stale={stale || undefined}
      {...(isOverflowing ? { tabIndex: 0, role: 'region', 'aria-label': label } : {})}
    >
      {children}
    </div>
  );
};
