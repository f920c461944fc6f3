import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WORKFLOW_PAGES } from '../src/app/workflows.ts';
import { ROOT } from './steps.ts';

const folder = join(ROOT, 'docs/workflows');
await mkdir(folder, { recursive: true });
for (const { name, page } of WORKFLOW_PAGES) await writeFile(join(folder, `${name}.md`), page);
