import { type Instant, remaining } from '../../../kernel/time.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { useNow } from '../../../ui/time/use-now.ts';

/** A beginning is told as it is, 00:00; only an end is told as the 24:00 of the day before. */
export const OpeningTime = ({ at }: { readonly at: Instant }) => {
  const now = useNow(20);
  return (
    <span className="deadline">
      <span>申报开始</span>
      <span>{remaining(now, at)}</span>
      <Time at={at} />
    </span>
  );
};
