import { useParams } from 'react-router';

import { DownloadLink, LinkButton } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { type DeskEdition, getEditionEndpoint, listEditionRows } from '../edition-contract.ts';
import { PROVINCIAL_READERS } from '../policy.ts';
import { EditionFactsList, editionPath, editionTitle, publicDownload } from './edition-words.tsx';
import { ROW_COLUMNS, ROW_FILTERS } from './row-columns.tsx';

export const EditionTag = ({ isCurrent }: { readonly isCurrent: boolean }) =>
  isCurrent ? (
    <StatusTag tone="done">最新一版</StatusTag>
  ) : (
    <StatusTag tone="neutral">旧版</StatusTag>
  );

const EditionView = ({ edition }: { readonly edition: DeskEdition }) => {
  const isProvince = useHasRole(...PROVINCIAL_READERS);
  const params = { roundId: edition.roundId, number: String(edition.number) };
  const source = useList(listEditionRows, { filters: ROW_FILTERS, params });
  return (
    <Page
      title={editionTitle(edition)}
      trail={[{ label: '备案名单', to: '/filed-lists' }]}
      tag={<EditionTag isCurrent={edition.isCurrent} />}
      action={
        <Row>
          <LinkButton to={editionPath(edition, '/changes')}>与其他版本比较</LinkButton>
          {isProvince ? (
            <LinkButton to={editionPath(edition, '/receipts')}>取用情况</LinkButton>
          ) : null}
          <DownloadLink href={publicDownload(edition, 'json')}>下载 JSON</DownloadLink>
        </Row>
      }
    >
      <Section title="本版信息">
        <EditionFactsList edition={edition} />
      </Section>
      <List
        id="filings.rows"
        caption="备案名单"
        source={source}
        columns={ROW_COLUMNS}
        defaultSort="position"
        rowKey={(row) => String(row.position)}
        rowTone={(row) => (row.change === 'REMOVED' ? 'danger' : undefined)}
        empty={<Empty title="这一版没有内容" />}
      />
    </Page>
  );
};

/** `/desk/filed-lists/:roundId/:number`. */
export const EditionPage = () => {
  const { roundId = '', number = '' } = useParams();
  const read = useRead(getEditionEndpoint, { params: { roundId, number } });
  return (
    <QueryState of={read} what="备案名单">
      {(edition) => <EditionView edition={edition} />}
    </QueryState>
  );
};
