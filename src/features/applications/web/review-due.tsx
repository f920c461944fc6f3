import { Deadline } from '../../../ui/display/time-text.tsx';
import type { RoundDetail } from '../../rounds/contract.ts';
import type { ApplicationView } from '../contract.ts';

interface ReviewDueProps {
  readonly view: ApplicationView;
  readonly round: RoundDetail;
}

/** The deadline that runs now, if any: of the review stage, or of the correction. */
export const ReviewDue = ({ view, round }: ReviewDueProps) => {
  switch (view.status) {
    case 'CITY_REVIEW':
      return <Deadline label="市级初审截止" at={round.cityReviewDueAt} />;
    case 'PROVINCIAL_REVIEW':
      return <Deadline label="省级审核截止" at={round.provincialReviewDueAt} />;
    case 'RETURNED':
      return <Deadline label="修改截止" at={view.submitBy} />;
    default:
      return null;
  }
};
