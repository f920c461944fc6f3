import { DomainError } from '../../kernel/error.ts';

export const provinceChanged = (): DomainError =>
  new DomainError(
    'conflict',
    'province.changed',
    '本省设置刚被他人修改，您填写的内容仍在页面上，请核对最新内容后再保存',
  );
