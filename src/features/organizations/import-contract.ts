import { importEndpoints } from '../../kernel/import.ts';
import { ORGANIZATION_IMPORTS, type OrganizationImportName } from './import-labels.ts';

const names = Object.keys(ORGANIZATION_IMPORTS) as [
  OrganizationImportName,
  ...OrganizationImportName[],
];

export const organizationImportEndpoints = importEndpoints('organizations', '导入基础数据', names);
