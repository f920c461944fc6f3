import { LinkButton } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { listOwnEditions } from '../../filings/fetch-contract.ts';
import { destinations } from './destinations.ts';

/** The evaluation organization: the newest edition of the filed list, and whether it has been fetched. */
export const OwnEditions = () => {
  const read = useRead(listOwnEditions, {});
  return (
    <Section title="备案名单">
      <QueryState
        of={read}
        what="备案名单"
        empty={{
          when: (data) => data.rows.length === 0,
          show: (
            <Empty title="还没有备案名单">
              <p>项目办确认备案名单后，本组织证书的备案院校会出现在这里。</p>
            </Empty>
          ),
        }}
      >
        {({ rows }) => (
          <ul className="home-tasks">
            {rows
              .filter((edition) => edition.isCurrent)
              .map((edition, index) => (
                <li key={`${edition.roundId} ${edition.number}`} className="home-task">
                  <div>
                    <h3>{`${edition.roundTitle}，第\u00a0${edition.number}\u00a0版`}</h3>
                    <p className="home-task-facts">
                      <span>
                        {`本组织证书\u00a0${edition.ownRowCount}\u00a0条，比上一版变化\u00a0${edition.ownChangeCount}\u00a0条`}
                      </span>
                      <span>
                        确认于 <Time at={edition.confirmedAt} />
                      </span>
                      {edition.ownRowCount === 0 ? null : edition.fetchedAt === null ? (
                        <Flag tone="attention">尚未取用</Flag>
                      ) : (
                        <Flag tone="done">已取用</Flag>
                      )}
                    </p>
                  </div>
                  <LinkButton
                    tone={index === 0 && edition.fetchedAt === null ? 'primary' : 'secondary'}
                    to={destinations.ownEdition(edition.roundId, edition.number)}
                  >
                    查看名单
                  </LinkButton>
                </li>
              ))}
          </ul>
        )}
      </QueryState>
    </Section>
  );
};
