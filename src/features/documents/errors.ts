import { DomainError } from '../../kernel/error.ts';
import type { Finding } from '../../kernel/finding.ts';

/** What a user reads when a constraint of this feature's tables refuses a row. */
export const documentConstraintTexts = {
  one_document_folder_per_name: {
    code: 'documents.folder_exists',
    text: '已有同名的文件夹，请换一个名称',
    field: 'name',
  },
  one_document_per_folder_and_title: {
    code: 'documents.title_exists',
    text: '这个文件夹里已有同名的资料，请改标题，或给原有资料上传新版',
    field: 'title',
  },
  document_folder_id_fkey: {
    code: 'documents.folder_in_use',
    text: '文件夹不存在或里面还有资料，请刷新后再试',
    field: 'folderId',
  },
} as const;

export const documentNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'documents.not_found',
    '没有找到这份资料，可能已下架，或不在您可以查看的范围内',
  );

export const folderNotFound = (): DomainError =>
  new DomainError('not_found', 'documents.folder_not_found', '没有找到这个文件夹，请刷新页面');

export const folderInUse = (): DomainError =>
  new DomainError(
    'conflict',
    'documents.folder_in_use',
    '文件夹里还有资料，请先把资料移到别的文件夹，再删除',
  );

export const sameContent = (number: number): DomainError =>
  new DomainError(
    'conflict',
    'documents.same_content',
    `上传的文件与第 ${number} 版完全相同，没有产生新版。请核对是否选错了文件`,
  );

export const noFile = (): DomainError =>
  new DomainError('unprocessable', 'documents.no_file', '请先上传文件，再上架');

export const onlyDrafts = (): DomainError =>
  new DomainError('conflict', 'documents.not_a_draft', '上架过的资料不能删除，请改为下架');

export const noReading = (): DomainError =>
  new DomainError(
    'not_found',
    'documents.no_reading',
    '这一版不能在线阅读，请下载后用相应的软件打开',
  );

export const refuseFindings = (findings: readonly Finding[]): void => {
  const [first] = findings;
  if (first === undefined) return;
  throw new DomainError('unprocessable', first.code, first.text, { field: first.field, findings });
};
