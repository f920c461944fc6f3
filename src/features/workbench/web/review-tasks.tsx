import { useRead } from '../../../ui/api/use-api.ts';
import { Stat, Stats } from '../../../ui/display/stat.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { listApplications } from '../../applications/review-contract.ts';
import { REVIEW_GROUPS, type ReviewGroup } from '../../applications/review-groups.ts';
import { destinations } from './destinations.ts';

const SHOWN: readonly ReviewGroup[] = ['overdue', 'dueSoon', 'cameBack', 'fresh', 'waiting'];

const NOTES: Partial<Record<ReviewGroup, string>> = {
  overdue: '请先办理',
  dueSoon: '三天内到审核截止时间',
  cameBack: '院校已按意见修改',
  waiting: '不占审核时间',
};

const toneOf = (group: ReviewGroup, count: number) => {
  if (count === 0) return {};
  if (group === 'overdue') return { tone: 'danger' as const };
  return group === 'dueSoon' ? { tone: 'attention' as const } : {};
};

const noteOf = (group: ReviewGroup) => {
  const note = NOTES[group];
  return note === undefined ? {} : { note };
};

const EVERY_SECONDS = 60;

/** The work list's groups with their counts: the same query as the list itself. */
export const ReviewTasks = () => {
  const read = useRead(listApplications, {}, { everySeconds: EVERY_SECONDS });
  return (
    <Section title="待办审核" framed={false}>
      <QueryState of={read} what="待办审核">
        {({ groups }) => (
          <Stats>
            {SHOWN.map((group) => (
              <Stat
                key={group}
                figure={groups[group]}
                label={REVIEW_GROUPS[group]}
                to={destinations.reviewGroup(group)}
                {...noteOf(group)}
                {...toneOf(group, groups[group])}
              />
            ))}
          </Stats>
        )}
      </QueryState>
    </Section>
  );
};
