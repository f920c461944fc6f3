import { DomainError } from '../../kernel/error.ts';
import { IMPORT_STATUSES, type ImportStatus } from '../../kernel/import.ts';

export const importNotFound = (): DomainError =>
  new DomainError('not_found', 'imports.not_found', '没有找到这次导入，请从“导入”页面重新上传文件');

export const notToBeStarted = (status: ImportStatus): DomainError =>
  new DomainError(
    'conflict',
    'imports.not_checked',
    `这次导入的状态是“${IMPORT_STATUSES[status]}”，不能开始导入，请刷新页面查看`,
  );

export const hasErrors = (count: number): DomainError =>
  new DomainError(
    'unprocessable',
    'imports.has_errors',
    `文件中有 ${count} 处错误，请改好后重新上传；有一处错误，整个文件都不会导入`,
  );

export const nothingToImport = (): DomainError =>
  new DomainError(
    'unprocessable',
    'imports.nothing_to_do',
    '文件内容都已登记，不需要导入；有要改的请改好文件后重新上传',
  );

export const alreadyEnded = (status: ImportStatus): DomainError =>
  new DomainError(
    'conflict',
    'imports.ended',
    `这次导入的状态是“${IMPORT_STATUSES[status]}”，不能再取消，请刷新页面查看`,
  );
