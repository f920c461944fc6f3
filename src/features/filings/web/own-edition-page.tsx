import { useEffect } from 'react';
import { useParams } from 'react-router';

import { DownloadLink } from '../../../ui/action/button.tsx';
import { buildUrl } from '../../../ui/api/url.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import {
  listOwnEditions,
  listOwnRows,
  openOwnEdition,
  type OwnEdition,
  ownRowsJson,
} from '../fetch-contract.ts';
import { EditionTag } from './edition-page.tsx';
import { changesText, editionTitle } from './edition-words.tsx';
import { OWN_ROW_COLUMNS, ROW_FILTERS } from './row-columns.tsx';

const Opened = ({ edition }: { readonly edition: OwnEdition }) => {
  const params = { roundId: edition.roundId, number: String(edition.number) };
  const source = useList(listOwnRows, { filters: ROW_FILTERS, params });
  return (
    <Page
      title={editionTitle(edition)}
      trail={[{ label: '备案院校', to: '/own-filed-lists' }]}
      tag={<EditionTag isCurrent={edition.isCurrent} />}
      lead="只列本组织的证书；本版移出的也列出，不计入备案条数。"
      action={<DownloadLink href={buildUrl(ownRowsJson.path, params)}>下载 JSON</DownloadLink>}
    >
      <Section title="本版信息">
        <SummaryList
          items={[
            { term: '确认', value: edition.confirmedBy },
            { term: '确认时间', value: <Time at={edition.confirmedAt} /> },
            {
              term: '本组织',
              value: `${edition.ownRowCount} 条，比上一版变化 ${edition.ownChangeCount} 条`,
            },
            { term: '全省', value: `${edition.rowCount} 条；${changesText(edition)}` },
            { term: '版本说明', value: edition.note === '' ? '无' : edition.note },
            { term: '全省名单的内容摘要', value: <code>{edition.contentHash}</code> },
          ]}
        />
      </Section>
      <List
        id="filings.ownRows"
        caption="备案院校"
        source={source}
        columns={OWN_ROW_COLUMNS}
        defaultSort="position"
        rowKey={(row) => String(row.position)}
        rowTone={(row) => (row.change === 'REMOVED' ? 'danger' : undefined)}
        empty={
          <Empty title="这一版没有本组织证书的备案">
            <p>有院校备案本组织的证书后，会出现在以后的版本里。</p>
          </Empty>
        }
      />
    </Page>
  );
};

/** `/desk/own-filed-lists/:roundId/:number`: opening the page opens the edition, which leaves the receipt. */
export const OwnEditionPage = () => {
  const { roundId = '', number = '' } = useParams();
  const open = useWrite(openOwnEdition, { invalidates: [listOwnEditions] });
  const { mutate } = open;
  useEffect(() => mutate({ params: { roundId, number } }), [mutate, roundId, number]);
  const read = {
    data: open.data,
    error: open.error,
    isPending: open.isPending,
    refetch: () => mutate({ params: { roundId, number } }),
  };
  return (
    <QueryState of={read} what="备案名单">
      {(edition) => <Opened edition={edition} />}
    </QueryState>
  );
};
