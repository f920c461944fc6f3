import { accountRequestWorkflow, accountWorkflow } from '../features/accounts/index.ts';
import { announcementWorkflow } from '../features/announcements/index.ts';
import { applicationWorkflow } from '../features/applications/index.ts';
import { certificateExit } from '../features/catalog/index.ts';
import { documentWorkflow } from '../features/documents/index.ts';
import { filingsWorkflow } from '../features/filings/index.ts';
import { infoSessionWorkflow } from '../features/info-sessions/index.ts';
import type { Workflow } from '../kernel/workflow.ts';
import { workflowPage } from '../kernel/workflow-page.ts';

/** Every workflow of the product with the clause that it obeys, by the name of its file in docs/workflows. */
export const WORKFLOWS: readonly {
  readonly name: string;
  readonly workflow: Workflow<string, string, string>;
  readonly source: string;
}[] = [
  {
    name: 'account-requests',
    workflow: accountRequestWorkflow,
    source: '项目办函〔2025〕1号 四.3',
  },
  { name: 'accounts', workflow: accountWorkflow, source: '项目办函〔2025〕1号 四.3' },
  { name: 'announcements', workflow: announcementWorkflow, source: '项目办函〔2025〕1号 七.1' },
  { name: 'applications', workflow: applicationWorkflow, source: '项目办函〔2025〕1号 二、三、四' },
  { name: 'catalog', workflow: certificateExit, source: '项目办函〔2025〕1号 一' },
  { name: 'documents', workflow: documentWorkflow, source: '项目办函〔2025〕1号 七.1' },
  { name: 'filings', workflow: filingsWorkflow, source: '项目办函〔2025〕1号 四.5' },
  {
    name: 'info-sessions',
    workflow: infoSessionWorkflow,
    source: '项目办函〔2025〕1号 四.1',
  },
];

/** One page for each. */
export const WORKFLOW_PAGES: readonly { readonly name: string; readonly page: string }[] =
  WORKFLOWS.map(({ name, workflow }) => ({ name, page: workflowPage(workflow) }));
