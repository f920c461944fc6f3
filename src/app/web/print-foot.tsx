import { useEffect, useState } from 'react';

import type { Actor } from '../../kernel/actor.ts';
import { formatBeijing } from '../../kernel/time.ts';
import { nowInstant } from '../../ui/time/clock.ts';

interface PrintFootProps {
  readonly actor: Actor;
  readonly title: string;
}

/** On paper only: from which system, by whom and when it was printed. */
export const PrintFoot = ({ actor, title }: PrintFootProps) => {
  const [at, setAt] = useState(nowInstant);
  useEffect(() => {
    const renew = () => setAt(nowInstant());
    window.addEventListener('beforeprint', renew);
    return () => window.removeEventListener('beforeprint', renew);
  }, []);
  return (
    <p className="print-only print-foot">
      {title}，{actor.organizationName} {actor.name}，打印于 {formatBeijing(at)}（北京时间）
    </p>
  );
};
