import { Link } from 'react-router';

import type { OutputOf } from '../../../kernel/endpoint.ts';
import {
  formatBeijing,
  formatDeadline,
  type Instant,
  isBefore,
  remaining,
} from '../../../kernel/time.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Deadline, DeadlineTime } from '../../../ui/display/time-text.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { listTasks, type TaskRow } from '../contract.ts';
import { DUE_GROUP_NAMES, DUE_GROUPS, type DueGroup, dueGroup } from '../rules.ts';

type Tasks = OutputOf<typeof listTasks>;
type Moment = Tasks['next'][number];

const EVERY_SECONDS = 60;

/** An open deadline as everywhere; of one that has passed, when it was. */
const Due = ({ at }: { readonly at: Instant }) => {
  const now = useNow(60);
  if (isBefore(now, at)) return <Deadline at={at} />;
  return (
    <span className="deadline">
      <Flag tone="danger">已超期</Flag>
      <DeadlineTime at={at} />
    </span>
  );
};

const TaskLine = ({ task, waiting }: { readonly task: TaskRow; readonly waiting: boolean }) => (
  <li className="home-task home-task-due">
    <div>
      <p className="home-task-title">
        <Link to={task.path}>{task.title}</Link>
      </p>
      {task.detail === '' ? null : <p className="muted">{task.detail}</p>}
    </div>
    <p className="home-task-facts">
      {task.dueAt === null ? null : <Due at={task.dueAt} />}
      {task.waitsFor === null ? null : (
        <span>{waiting ? `由${task.waitsFor}办理` : `${task.waitsFor}在等`}</span>
      )}
    </p>
  </li>
);

const GroupHead = ({ group, count }: { readonly group: DueGroup; readonly count: number }) => (
  <h3 className="home-group">
    {DUE_GROUPS[group]}
    {group === 'overdue' ? (
      <Flag tone="danger">{count} 项</Flag>
    ) : (
      <span className="muted">{count} 项</span>
    )}
  </h3>
);

const Groups = ({ tasks }: { readonly tasks: readonly TaskRow[] }) => {
  const now = useNow(60);
  return (
    <>
      {DUE_GROUP_NAMES.map((group) => {
        const rows = tasks.filter((task) => dueGroup(task.dueAt, now) === group);
        return rows.length === 0 ? null : (
          <div key={group}>
            <GroupHead group={group} count={rows.length} />
            <ul className="home-tasks">
              {rows.map((task) => (
                <TaskLine key={task.id} task={task} waiting={false} />
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
};

const momentText = (moment: Moment): string =>
  moment.edge === 'ends' ? formatDeadline(moment.at) : `${formatBeijing(moment.at)}（北京时间）`;

/** What comes next on the calendar, for whoever has nothing to do now. */
const Next = ({ next }: { readonly next: readonly Moment[] }) => {
  const now = useNow(60);
  if (next.length === 0) return <p>有新的事项时会出现在这里，也会发消息告诉您。</p>;
  return (
    <>
      <p>接下来：</p>
      <ul className="home-next">
        {next.map((moment) => (
          <li key={moment.id}>
            <Link to={moment.path}>{moment.title}</Link>，{momentText(moment)}，
            {remaining(now, moment.at)}
          </li>
        ))}
      </ul>
    </>
  );
};

const Todo = ({ tasks }: { readonly tasks: Tasks }) =>
  tasks.todo.length > 0 ? (
    <Groups tasks={tasks.todo} />
  ) : (
    <Empty title="现在没有要办的事">
      <Next next={tasks.next} />
    </Empty>
  );

/** What the person must do, by deadline, and what others must do first. */
export const MyTasks = () => {
  const read = useRead(listTasks, {}, { everySeconds: EVERY_SECONDS });
  return (
    <QueryState of={read} what="我的待办">
      {(tasks) => (
        <>
          <Section
            title="我的待办"
            {...(tasks.todo.length === 0 ? {} : { note: `${tasks.todo.length} 项` })}
          >
            <Todo tasks={tasks} />
          </Section>
          {tasks.waiting.length === 0 ? null : (
            <Section title="我在等" note={`${tasks.waiting.length} 项，由别人办理`}>
              <ul className="home-tasks">
                {tasks.waiting.map((task) => (
                  <TaskLine key={task.id} task={task} waiting />
                ))}
              </ul>
            </Section>
          )}
        </>
      )}
    </QueryState>
  );
};
