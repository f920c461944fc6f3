import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { NumberField, TextField } from '../../../ui/form/text-fields.tsx';
import { Page, Row } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty, Failure } from '../../../ui/state/states.tsx';
import { type FolderRow, listFolders } from '../contract.ts';
import {
  createFolderEndpoint,
  removeFolderEndpoint,
  updateFolderEndpoint,
} from '../librarian-contract.ts';
import { LIBRARIANS } from '../policy.ts';
import { NotYours } from './edit-pages.tsx';

interface FolderDialogProps {
  /** Null: a new one. */
  readonly folder: FolderRow | null;
  readonly onClose: () => void;
}

const FolderDialog = ({ folder, onClose }: FolderDialogProps) => {
  const [name, setName] = useState(folder?.name ?? '');
  const [position, setPosition] = useState<number | null>(folder?.position ?? 0);
  const done = { invalidates: ['documents'], onSuccess: onClose };
  const create = useWrite(createFolderEndpoint, done);
  const update = useWrite(updateFolderEndpoint, done);
  const write = folder === null ? create : update;
  const submit = () => {
    const body = { name, position: position ?? 0 };
    if (folder === null) create.mutate({ body });
    else
      update.mutate({
        params: { folderId: folder.id },
        body: { ...body, version: folder.version },
      });
  };
  return (
    <Dialog title={folder === null ? '新建文件夹' : '修改文件夹'} open onClose={onClose}>
      <DialogForm
        error={write.error}
        onSubmit={submit}
        submitLabel="保存"
        busy={write.isPending}
        busyText="正在保存"
        onClose={onClose}
      >
        <TextField
          name="name"
          label="名称"
          required
          maxLength={40}
          value={name}
          onChange={setName}
        />
        <NumberField
          name="position"
          label="排列顺序"
          help="小的排在前面。"
          value={position}
          onChange={setPosition}
        />
      </DialogForm>
    </Dialog>
  );
};

const Folders = () => {
  const read = useRead(listFolders, {});
  const [edited, setEdited] = useState<FolderRow | 'new' | null>(null);
  const remove = useWrite(removeFolderEndpoint, {
    invalidates: ['documents'],
    onSuccess: () => showToast('文件夹已删除'),
  });
  const columns: readonly Column<FolderRow>[] = [
    { key: 'name', label: '名称', main: true, render: (row) => row.name },
    { key: 'documentCount', label: '资料', align: 'end', render: (row) => row.documentCount },
    { key: 'position', label: '顺序', align: 'end', render: (row) => row.position },
    {
      key: 'actions',
      label: '操作',
      render: (row) => (
        <Row>
          <Button small label={`修改${row.name}`} onClick={() => setEdited(row)}>
            修改
          </Button>
          {row.documentCount === 0 ? (
            <Button
              small
              tone="danger"
              label={`删除${row.name}`}
              onClick={() => remove.mutate({ params: { folderId: row.id } })}
            >
              删除
            </Button>
          ) : null}
        </Row>
      ),
    },
  ];
  return (
    <Page
      title="文件夹"
      trail={[{ label: '资料库', to: '/documents' }]}
      lead="只有空的文件夹可以删除。"
      action={
        <Button tone="primary" onClick={() => setEdited('new')}>
          新建文件夹
        </Button>
      }
    >
      {remove.error === null ? null : <Failure error={remove.error} />}
      <QueryState
        of={read}
        what="文件夹"
        empty={{
          when: ({ rows }) => rows.length === 0,
          show: (
            <Empty title="还没有文件夹">
              <p>先建文件夹，再添加资料。</p>
            </Empty>
          ),
        }}
      >
        {({ rows }) => (
          <DataTable
            caption="文件夹"
            rows={rows}
            columns={columns}
            rowKey={(row) => row.id}
            empty={<Empty title="还没有文件夹" />}
          />
        )}
      </QueryState>
      {edited === null ? null : (
        <FolderDialog folder={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Page>
  );
};

/** `/desk/documents/folders`. */
export const FoldersPage = () => (useHasRole(...LIBRARIANS) ? <Folders /> : <NotYours />);
