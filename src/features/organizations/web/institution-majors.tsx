import { Section } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { Empty } from '../../../ui/state/states.tsx';
import { MAJOR_STATUSES } from '../labels.ts';
import { type InstitutionMajorRow, listInstitutionMajors } from '../major-contract.ts';
import { choicesOf } from './organization-choices.ts';
import { MajorTag } from './organization-tags.tsx';

export const MAJOR_FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索专业', placeholder: '专业名称、拼音或代码' },
  { kind: 'select', name: 'status', label: '招生状态', options: choicesOf(MAJOR_STATUSES) },
];

export const MAJOR_COLUMNS: readonly Column<InstitutionMajorRow>[] = [
  {
    key: 'name',
    label: '专业',
    main: true,
    sort: 'majorName',
    render: (row) =>
      row.direction === '' ? row.majorName : `${row.majorName}（${row.direction}）`,
  },
  {
    key: 'code',
    label: '专业代码',
    sort: 'majorCode',
    nowrap: true,
    render: (row) => row.majorCode,
  },
  {
    key: 'year',
    label: '首次招生',
    sort: 'firstEnrolmentYear',
    align: 'end',
    render: (row) => `${row.firstEnrolmentYear} 年`,
  },
  {
    key: 'students',
    label: '在校生',
    sort: 'currentStudents',
    align: 'end',
    render: (row) => row.currentStudents,
  },
  {
    key: 'status',
    badge: true,
    label: '招生状态',
    nowrap: true,
    render: (row) => <MajorTag status={row.status} />,
  },
];

/** What the office and the bureau see of a school's majors. */
export const InstitutionMajors = ({ institutionId }: { readonly institutionId: string }) => {
  const source = useList(listInstitutionMajors, {
    filters: MAJOR_FILTERS,
    params: { id: institutionId },
  });
  return (
    <Section title="专业">
      <List
        id="organizations.majors"
        caption="专业"
        source={source}
        columns={MAJOR_COLUMNS}
        defaultSort="majorCode"
        rowKey={(row) => row.id}
        empty={
          <Empty title="还没有专业">
            <p>由院校在“本校专业”中登记。</p>
          </Empty>
        }
      />
    </Section>
  );
};
