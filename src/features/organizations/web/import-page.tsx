import { useState } from 'react';

import { SelectField } from '../../../ui/form/choice-fields.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { buildUrl } from '../../../ui/api/url.ts';
import { Page, Section } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { NoPermission } from '../../../ui/state/states.tsx';
import {
  applyCatalogImport,
  catalogImportTemplate,
  checkCatalogImport,
} from '../../catalog/import-contract.ts';
import { CATALOG_IMPORTS, type CatalogImportName } from '../../catalog/import-labels.ts';
import { applyImportFile, checkImportFile, importTemplate } from '../import-contract.ts';
import { ORGANIZATION_IMPORTS, type OrganizationImportName } from '../import-labels.ts';
import { REGISTER_EDITORS } from '../policy.ts';
import { ImportSteps } from './import-steps.tsx';

const STALE = ['organizations', 'catalog', 'applications', 'accounts'] as const;

const OrganizationImport = ({ register }: { readonly register: OrganizationImportName }) => {
  const check = useWrite(checkImportFile);
  const apply = useWrite(applyImportFile, { invalidates: STALE });
  const { title, columns } = ORGANIZATION_IMPORTS[register];
  return (
    <ImportSteps
      title={title}
      columns={columns}
      templateHref={buildUrl(importTemplate.path, { register })}
      check={{ ...check, run: (body) => check.mutate({ params: { register }, body }) }}
      apply={{ ...apply, run: (body) => apply.mutate({ params: { register }, body }) }}
    />
  );
};

const CatalogImport = ({ register }: { readonly register: CatalogImportName }) => {
  const check = useWrite(checkCatalogImport);
  const apply = useWrite(applyCatalogImport, { invalidates: STALE });
  const { title, columns } = CATALOG_IMPORTS[register];
  return (
    <ImportSteps
      title={title}
      columns={columns}
      templateHref={buildUrl(catalogImportTemplate.path, { register })}
      check={{ ...check, run: (body) => check.mutate({ params: { register }, body }) }}
      apply={{ ...apply, run: (body) => apply.mutate({ params: { register }, body }) }}
    />
  );
};

const ORGANIZATION_NAMES = Object.keys(ORGANIZATION_IMPORTS) as OrganizationImportName[];
const CATALOG_NAMES = Object.keys(CATALOG_IMPORTS) as CatalogImportName[];

const CHOICES = [
  ...ORGANIZATION_NAMES.map((name) => ({ value: name, label: ORGANIZATION_IMPORTS[name].title })),
  ...CATALOG_NAMES.map((name) => ({ value: name, label: CATALOG_IMPORTS[name].title })),
];

const Chosen = ({ register }: { readonly register: string }) => {
  const ofOrganizations = ORGANIZATION_NAMES.find((name) => name === register);
  if (ofOrganizations !== undefined) return <OrganizationImport register={ofOrganizations} />;
  const ofCatalog = CATALOG_NAMES.find((name) => name === register);
  return ofCatalog === undefined ? null : <CatalogImport register={ofCatalog} />;
};

const Imports = () => {
  const [register, setRegister] = useState('organizations');
  return (
    <Page
      title="导入"
      lead="用 CSV 文件登记或更正基础数据：先检查，全部正确才导入；同一个文件可以重复导入。"
    >
      <Section title="1. 导入什么">
        <Form label="导入什么">
          <SelectField
            name="register"
            label="内容"
            prompt={null}
            help="后面的内容引用前面的，新装系统请从上往下依次导入。"
            options={CHOICES}
            value={register}
            onChange={setRegister}
          />
        </Form>
      </Section>
      <Chosen key={register} register={register} />
    </Page>
  );
};

export const ImportPage = () =>
  useHasRole(...REGISTER_EDITORS) ? (
    <Imports />
  ) : (
    <Page title="导入">
      <NoPermission>基础数据由项目办管理员导入。</NoPermission>
    </Page>
  );
