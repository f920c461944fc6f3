import { importEndpoints } from '../../kernel/import.ts';
import { CATALOG_IMPORTS, type CatalogImportName } from './import-labels.ts';

const names = Object.keys(CATALOG_IMPORTS) as [CatalogImportName, ...CatalogImportName[]];

export const catalogImportEndpoints = importEndpoints('catalog', '导入证书目录', names);
