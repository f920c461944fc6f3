import { accountRequestWorkflow, accountWorkflow } from '../features/accounts/index.ts';
import { announcementWorkflow } from '../features/announcements/index.ts';
import { applicationWorkflow } from '../features/applications/index.ts';
import { certificateExit } from '../features/catalog/index.ts';
import { filingsWorkflow } from '../features/filings/index.ts';
import { workflowPage } from '../kernel/workflow-page.ts';

/** One page for each workflow of the product, by the name of its file in docs/workflows. */
export const WORKFLOW_PAGES: readonly { readonly name: string; readonly page: string }[] = [
  { name: 'account-requests', page: workflowPage(accountRequestWorkflow) },
  { name: 'accounts', page: workflowPage(accountWorkflow) },
  { name: 'announcements', page: workflowPage(announcementWorkflow) },
  { name: 'applications', page: workflowPage(applicationWorkflow) },
  { name: 'catalog', page: workflowPage(certificateExit) },
  { name: 'filings', page: workflowPage(filingsWorkflow) },
];
