import { useEffect, useMemo } from 'react';

import { LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Flag, StatusTag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Page, Row } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { type DocumentRow, listDocuments, listFolders, visitLibrary } from '../contract.ts';
import { LIBRARIANS } from '../policy.ts';
import {
  DOCUMENT_CATEGORIES,
  DOCUMENT_STATUSES,
  documentWorkflow,
  VISIBILITIES,
} from '../status.ts';
import './document.css';

const CATEGORY: Filter = {
  kind: 'select',
  name: 'category',
  label: '类别',
  options: Object.entries(DOCUMENT_CATEGORIES).map(([value, label]) => ({ value, label })),
};

const SEARCH: Filter = {
  kind: 'search',
  name: 'q',
  label: '搜索',
  placeholder: '标题、文号或正文，两个字即可',
};

const NEW: Filter = {
  kind: 'select',
  name: 'isNew',
  label: '新到',
  options: [{ value: 'yes', label: '上次来看以后的' }],
};

const STATUS: Filter = {
  kind: 'select',
  name: 'status',
  label: '状态',
  options: DOCUMENT_STATUSES.map((value) => ({
    value,
    label: documentWorkflow.states[value].office,
  })),
};

const Excerpt = ({ row }: { readonly row: DocumentRow }) =>
  row.excerpt.length === 0 ? null : (
    <span className="document-excerpt">
      …
      {row.excerpt.map((part, index) =>
        // The parts of one excerpt never change their order.
        part.isHit ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
      )}
      …
    </span>
  );

const TitleCell = ({ row }: { readonly row: DocumentRow }) => (
  <>
    {row.title}
    {row.isNew ? (
      <>
        {' '}
        <Flag tone="done">新</Flag>
      </>
    ) : null}
    <Excerpt row={row} />
  </>
);

const COLUMNS: readonly Column<DocumentRow>[] = [
  {
    key: 'title',
    label: '标题',
    main: true,
    sort: 'title',
    render: (row) => <TitleCell row={row} />,
  },
  { key: 'folderName', label: '文件夹', render: (row) => row.folderName },
  {
    key: 'category',
    label: '类别',
    nowrap: true,
    render: (row) => DOCUMENT_CATEGORIES[row.category],
  },
  { key: 'documentNumber', label: '文号', render: (row) => row.documentNumber ?? '' },
  {
    key: 'edition',
    label: '版次',
    align: 'end',
    render: (row) => (row.edition === 0 ? '' : `第 ${row.edition} 版`),
  },
  {
    key: 'editionAt',
    label: '更新时间',
    sort: 'editionAt',
    nowrap: true,
    render: (row) => (row.editionAt === null ? '' : <Time at={row.editionAt} dateOnly />),
  },
];

const OFFICE_COLUMNS: readonly Column<DocumentRow>[] = [
  ...COLUMNS,
  { key: 'visibility', label: '谁可以看', render: (row) => VISIBILITIES[row.visibility] },
  {
    key: 'status',
    badge: true,
    label: '状态',
    nowrap: true,
    render: (row) => {
      const { office, tone } = documentWorkflow.states[row.status];
      return <StatusTag tone={tone}>{office}</StatusTag>;
    },
  },
];

/** Says once per visit what came since the last one. */
const NewSince = () => {
  const { mutate, data } = useWrite(visitLibrary, { invalidates: ['documents.list'] });
  useEffect(() => mutate({ body: {} }), [mutate]);
  if (data === undefined || data.previousSeenAt === null || data.newCount === 0) return null;
  return (
    <Banner
      title={`上次来看以后有 ${data.newCount} 份新资料`}
      action={<LinkButton to="/documents?isNew=yes">只看新到的</LinkButton>}
    >
      上次：
      <Time at={data.previousSeenAt} />
    </Banner>
  );
};

const useFilters = (isLibrarian: boolean): readonly Filter[] => {
  const { data } = useRead(listFolders, {});
  return useMemo(() => {
    const folders = (data?.rows ?? []).map(({ id, name, documentCount }) => ({
      value: id,
      label: `${name}（${documentCount}）`,
    }));
    const folder: Filter = { kind: 'select', name: 'folderId', label: '文件夹', options: folders };
    return [SEARCH, folder, CATEGORY, NEW, ...(isLibrarian ? [STATUS] : [])];
  }, [data, isLibrarian]);
};

/** `/desk/documents`. */
export const LibraryPage = () => {
  const isLibrarian = useHasRole(...LIBRARIANS);
  const source = useList(listDocuments, { filters: useFilters(isLibrarian) });
  const action = (
    <Row>
      <LinkButton to="/documents/folders">文件夹</LinkButton>
      <LinkButton to="/documents/new" tone="primary">
        添加资料
      </LinkButton>
    </Row>
  );
  return (
    <Page
      title="资料库"
      lead="操作手册、标准、表格和政策文件；可以搜索 PDF 和 Word 的正文。"
      {...(isLibrarian ? { action } : {})}
    >
      <NewSince />
      <List
        id="documents.list"
        caption="资料"
        source={source}
        columns={isLibrarian ? OFFICE_COLUMNS : COLUMNS}
        defaultSort="-editionAt"
        rowKey={(row) => row.id}
        rowHref={(row) => `/documents/${row.id}`}
        empty={
          <Empty title="没有资料">
            <p>换一个词再搜，或清除条件；项目办上架的资料会出现在这里。</p>
          </Empty>
        }
      />
    </Page>
  );
};
