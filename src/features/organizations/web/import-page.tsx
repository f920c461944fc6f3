import { useSearchParams } from 'react-router';

import type { ImportColumn, ImportEndpoints, ImportRun } from '../../../kernel/import.ts';
import { SelectField } from '../../../ui/form/choice-fields.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { ImportSteps } from '../../../ui/import/import-steps.tsx';
import { LatestRuns } from '../../../ui/import/latest-runs.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { NoPermission } from '../../../ui/state/states.tsx';
import { catalogImportEndpoints } from '../../catalog/import-contract.ts';
import { CATALOG_IMPORTS } from '../../catalog/import-labels.ts';
import { organizationImportEndpoints } from '../import-contract.ts';
import { ORGANIZATION_IMPORTS } from '../import-labels.ts';
import { REGISTER_EDITORS } from '../policy.ts';

interface Target {
  readonly endpoints: ImportEndpoints;
  readonly register: string;
  readonly title: string;
  readonly columns: readonly ImportColumn[];
}

const targetsOf = (
  endpoints: ImportEndpoints,
  registers: Readonly<
    Record<string, { readonly title: string; readonly columns: readonly ImportColumn[] }>
  >,
): Target[] =>
  Object.entries(registers).map(([register, { title, columns }]) => ({
    endpoints,
    register,
    title,
    columns,
  }));

const TARGETS = [
  ...targetsOf(organizationImportEndpoints, ORGANIZATION_IMPORTS),
  ...targetsOf(catalogImportEndpoints, CATALOG_IMPORTS),
];

const CHOICES = TARGETS.map(({ register, title }) => ({ value: register, label: title }));

const titleOf = (register: string): string | undefined =>
  TARGETS.find((target) => target.register === register)?.title;

const hrefOf = ({ id, register }: ImportRun): string =>
  `/imports?${new URLSearchParams({ register, run: id }).toString()}`;

const Imports = () => {
  const [address, setAddress] = useSearchParams();
  const chosen = address.get('register') ?? 'organizations';
  const runId = address.get('run') ?? '';
  const target = TARGETS.find(({ register }) => register === chosen) ?? TARGETS[0];
  const show = (register: string, run: string) =>
    setAddress(run === '' ? { register } : { register, run });
  if (target === undefined) return null;
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
            value={target.register}
            onChange={(register) => show(register, '')}
          />
        </Form>
      </Section>
      <ImportSteps
        key={target.register}
        {...target}
        runId={runId}
        onRun={(run) => show(target.register, run)}
      />
      <LatestRuns
        key={target.endpoints.list.name}
        endpoints={target.endpoints}
        titleOf={titleOf}
        hrefOf={hrefOf}
      />
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
