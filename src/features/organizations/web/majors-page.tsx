import { useMemo, useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Page, Row } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useActor, useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import {
  closeInstitutionMajor,
  type InstitutionMajorRow,
  listInstitutionMajors,
  removeInstitutionMajor,
  reopenInstitutionMajor,
} from '../major-contract.ts';
import { MAJOR_EDITORS, MAJOR_KEEPERS } from '../policy.ts';
import { MAJOR_COLUMNS, MAJOR_FILTERS } from './institution-majors.tsx';
import { MajorDialog } from './major-dialog.tsx';

const STALE = ['organizations', 'applications'] as const;

/** Closing can be taken back at once, so it is done without asking. */
const useStatusVerbs = () => {
  const reopen = useWrite(reopenInstitutionMajor, { invalidates: STALE });
  const close = useWrite(closeInstitutionMajor, {
    invalidates: STALE,
    onSuccess: (row) =>
      showToast(`${row.majorName}已停招`, () => {
        reopen.mutate({ params: { id: row.id }, body: { version: row.version } });
      }),
  });
  return {
    error: close.error ?? reopen.error,
    toggle: (row: InstitutionMajorRow) => {
      const input = { params: { id: row.id }, body: { version: row.version } };
      if (row.status === 'ACTIVE') close.mutate(input);
      else reopen.mutate(input);
    },
  };
};

interface RemoveProps {
  readonly major: InstitutionMajorRow | null;
  readonly onClose: () => void;
}

const RemoveDialog = ({ major, onClose }: RemoveProps) => {
  const remove = useWrite(removeInstitutionMajor, {
    invalidates: STALE,
    onSuccess: () => {
      showToast('已删除');
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`删除${major?.majorName ?? ''}？`}
      open={major !== null}
      danger
      confirmLabel="删除这个专业"
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => {
        if (major !== null)
          remove.mutate({ params: { id: major.id }, body: { version: major.version } });
      }}
    >
      <p>仅用于登记有误的专业，删除后不能恢复。不再招生的专业请改为“停招”。</p>
    </ConfirmDialog>
  );
};

interface RowActionsProps {
  readonly row: InstitutionMajorRow;
  readonly onEdit: (row: InstitutionMajorRow) => void;
  readonly onToggle: (row: InstitutionMajorRow) => void;
  readonly onRemove: (row: InstitutionMajorRow) => void;
}

const RowActions = ({ row, onEdit, onToggle, onRemove }: RowActionsProps) => {
  const name = `${row.majorName}${row.direction}`;
  const toggleLabel = row.status === 'ACTIVE' ? '停招' : '恢复招生';
  return (
    <Row>
      <Button small label={`修改${name}`} onClick={() => onEdit(row)}>
        修改
      </Button>
      <Button small tone="quiet" label={`${toggleLabel}：${name}`} onClick={() => onToggle(row)}>
        {toggleLabel}
      </Button>
      {row.isUsed ? null : (
        <Button small tone="quiet" label={`删除${name}`} onClick={() => onRemove(row)}>
          删除
        </Button>
      )}
    </Row>
  );
};

const OwnMajors = () => {
  const { organizationId } = useActor();
  const mayEdit = useHasRole(...MAJOR_EDITORS);
  const source = useList(listInstitutionMajors, {
    filters: MAJOR_FILTERS,
    params: { id: organizationId },
  });
  const [editing, setEditing] = useState<InstitutionMajorRow | 'new' | null>(null);
  const [removing, setRemoving] = useState<InstitutionMajorRow | null>(null);
  const { error, toggle } = useStatusVerbs();
  const columns = useMemo<readonly Column<InstitutionMajorRow>[]>(() => {
    if (!mayEdit) return MAJOR_COLUMNS;
    const action: Column<InstitutionMajorRow> = {
      key: 'actions',
      label: '操作',
      render: (row) => (
        <RowActions row={row} onEdit={setEditing} onToggle={toggle} onRemove={setRemoving} />
      ),
    };
    return [...MAJOR_COLUMNS, action];
  }, [mayEdit, toggle]);
  return (
    <Page
      title="本校专业"
      lead="申报证书时从这里选择对应专业。首次招生年份用于判断是否已连续招生三年。"
      action={
        mayEdit ? (
          <Button tone="primary" onClick={() => setEditing('new')}>
            登记专业
          </Button>
        ) : undefined
      }
    >
      {error === null ? null : (
        <Banner tone="danger" title="没有办成">
          {error.text}
        </Banner>
      )}
      <List
        id="organizations.ownMajors"
        caption="专业"
        source={source}
        columns={columns}
        defaultSort="majorCode"
        rowKey={(row) => row.id}
        empty={
          <Empty title="还没有专业">
            <p>点“登记专业”，从专业目录中选择；目录外的专业也可以填写代码和名称。</p>
          </Empty>
        }
      />
      <MajorDialog editing={editing} onClose={() => setEditing(null)} />
      <RemoveDialog major={removing} onClose={() => setRemoving(null)} />
    </Page>
  );
};

export const MajorsPage = () =>
  useHasRole(...MAJOR_KEEPERS) ? (
    <OwnMajors />
  ) : (
    <Page title="本校专业">
      <NoPermission>本校专业由院校维护；查看某所院校的专业，请从“单位目录”进入。</NoPermission>
    </Page>
  );
