import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { instantText } from '../../kernel/time.ts';
import { APPLICATION_STATUSES, APPLICATION_VERBS } from './status.ts';

const status = z.enum(APPLICATION_STATUSES);
const instant = instantText();
const params = z.strictObject({ roundId: z.uuid() });

export const SAMPLE_LIMIT = 200;

const sampleFacts = z.strictObject({
  id: z.uuid(),
  drawnAt: instant,
  drawerName: z.string(),
  /** `null`: drawn from the decisions of all bureaus. */
  bureauName: z.string().nullable(),
  /** How many were asked for; fewer are drawn where the population is smaller. */
  size: z.int(),
  population: z.int(),
  seed: z.string(),
  drawnCount: z.int(),
  /** Of the drawn, those on which the province has decided since. */
  decidedCount: z.int(),
});
export type SampleFacts = z.output<typeof sampleFacts>;

const sampledRow = z.strictObject({
  applicationId: z.uuid(),
  institutionName: z.string(),
  reviewingBureauName: z.string().nullable(),
  statusWhenDrawn: status,
  status,
  /** What the province last decided since the draw and did not take back. */
  verb: z.enum(APPLICATION_VERBS).nullable(),
  reviewerName: z.string().nullable(),
  decidedAt: instant.nullable(),
});
export type SampledRow = z.output<typeof sampledRow>;

export const drawSample = endpoint({
  name: 'applications.drawSample',
  method: 'POST',
  path: '/api/rounds/:roundId/samples',
  summary: '省级抽看市级已作决定的申报：随机种子和结果留痕，任何人可复算',
  params,
  body: z.strictObject({
    size: z
      .int({ error: '请填写抽看件数' })
      .min(1, { error: '请填写抽看件数，至少 1 件' })
      .max(SAMPLE_LIMIT, { error: `一次最多抽看 ${SAMPLE_LIMIT} 件` }),
    bureauId: z.uuid().optional(),
  }),
  output: z.strictObject({ id: z.uuid() }),
});

export const listSamples = endpoint({
  name: 'applications.samples',
  method: 'GET',
  path: '/api/rounds/:roundId/samples',
  summary: '本轮历次抽看：谁在何时抽了多少，多少件已有省级意见',
  personal: true,
  params,
  query: listQuery({ bureauId: z.uuid().optional() }, ['drawnAt', 'drawnCount'], '-drawnAt'),
  output: listOutput(sampleFacts),
});

export const getSample = endpoint({
  name: 'applications.sample',
  method: 'GET',
  path: '/api/rounds/:roundId/samples/:sampleId',
  summary: '一次抽看的抽中申报和各件的办理结果',
  params: z.strictObject({ roundId: z.uuid(), sampleId: z.uuid() }),
  output: sampleFacts.extend({ rows: z.array(sampledRow) }),
});
