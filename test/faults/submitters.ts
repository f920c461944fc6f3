import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { samplePlan } from '../../src/app/demo/sample-plan.ts';
import { CONDITIONS } from '../../src/features/applications/content.ts';
import type { SeededSchools } from './seeded-schools.ts';

/** A submission that was answered with 200: from now on it must be there, whatever happens. */
export interface Acknowledged {
  readonly applicationId: string;
  readonly receiptNumber: string;
  readonly contentHash: string;
  readonly hasPlan: boolean;
}

export interface Tally {
  readonly acknowledged: Acknowledged[];
  /** Requests that were cut off, so that nobody knew whether they had been done. */
  cutOff: number;
  /** Polite refusals while something was away: 503. */
  toldToWait: number;
  requests: number;
}

interface Job {
  readonly school: number;
  readonly roundId: string;
}

interface Reply {
  readonly status: number;
  readonly body: ReturnType<typeof JSON.parse>;
}

const PATIENCE_MS = 90_000;

/** Thrown inside a submitter that has been told to drop everything. */
class Abandoned extends Error {}

/** Everything answered, one item for each certificate level: nothing but a deadline keeps it from being submitted. */
export const wholeContent = (majorId: string, levelIds: readonly string[]) => ({
  leaderName: '甲',
  leaderTitle: '副校长',
  departmentName: '教务处',
  departmentHead: '乙',
  officerName: '丙',
  officerTitle: '科员',
  officePhone: '029-88880000',
  conditions: CONDITIONS.map(() => ({ answer: 'MET', explanation: '' })),
  statementAccepted: true,
  items: levelIds.map((certificateLevelId) => ({
    id: randomUUID(),
    certificateLevelId,
    institutionMajorIds: [majorId],
    grades: ['G2'],
    plannedHeadcount: 10,
    siteIntention: false,
    threeYearReason: '',
    note: '',
  })),
  acceptedWarnings: {},
});

/** Submits applications like so many browsers: each retries with the same key until it is told how its request ended. */
export class Submitters {
  readonly tally: Tally = { acknowledged: [], cutOff: 0, toldToWait: 0, requests: 0 };
  readonly #seeded: SeededSchools;
  /** Servers that may be asked now; several, like behind a load balancer. */
  readonly #servers: () => readonly string[];
  readonly #jobs: Job[];
  #turn = 0;
  #stopping = false;
  #abandoned = false;
  #running: Promise<void>[] = [];
  #plan: Uint8Array<ArrayBuffer> = new Uint8Array();

  constructor(
    seeded: SeededSchools,
    servers: () => readonly string[],
    roundIds: readonly string[],
  ) {
    this.#seeded = seeded;
    this.#servers = servers;
    this.#jobs = roundIds.flatMap((roundId) =>
      seeded.schools.map((_, school) => ({ school, roundId })),
    );
  }

  async start(count: number): Promise<void> {
    this.#plan = new Uint8Array(await samplePlan());
    this.#running = Array.from({ length: count }, () => this.#work());
    // A failure is told by `finish`, not by the process.
    for (const one of this.#running) one.catch(() => undefined);
  }

  /** Lets everybody finish what they have begun. */
  async finish(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#running);
  }

  /** Drops what is under way, as when the browsers are closed. */
  async abandon(): Promise<void> {
    this.#stopping = true;
    this.#abandoned = true;
    await Promise.allSettled(this.#running);
  }

  get jobsLeft(): number {
    return this.#jobs.length;
  }

  async #work(): Promise<void> {
    while (!this.#stopping) {
      const job = this.#jobs.pop();
      if (job === undefined) return;
      await this.#submit(job);
    }
  }

  async #submit({ school: number, roundId }: Job): Promise<void> {
    const school = this.#seeded.schools[number];
    if (school === undefined) throw new Error(`no school ${number}`);
    const send = (method: string, path: string, body: unknown): Promise<Reply> =>
      this.#untilKnown(school.token, method, path, () => ({
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }));
    const { id } = (await send('POST', '/api/applications', { roundId })).body;
    const content = wholeContent(school.majorId, this.#seeded.levelIds);
    let { version } = (await send('PUT', `/api/applications/${id}`, { version: 1, content })).body;
    if (school.isNew) version = (await this.#upload(school.token, id)).body.version;
    const { body } = await send('POST', `/api/applications/${id}/submit`, { version });
    const { receiptNumber, contentHash } = body;
    this.tally.acknowledged.push({
      applicationId: id,
      receiptNumber,
      contentHash,
      hasPlan: school.isNew,
    });
  }

  #upload(token: string, id: string): Promise<Reply> {
    return this.#untilKnown(token, 'POST', `/api/applications/${id}/plan`, () => {
      const form = new FormData();
      form.set('file', new File([this.#plan], '方案.pdf', { type: 'application/pdf' }));
      return { body: form, headers: {} };
    });
  }

  /** One request, again and again with one key, until an answer comes that is neither a broken line nor a 503. */
  async #untilKnown(
    token: string,
    method: string,
    path: string,
    content: () => { body: string | FormData; headers: Record<string, string> },
  ): Promise<Reply> {
    const key = randomUUID();
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      if (this.#abandoned) throw new Abandoned();
      const reply = await this.#once(token, key, method, path, content());
      if (reply !== undefined && reply.status === 200) return reply;
      const isPassing = reply === undefined || reply.status === 503;
      if (!isPassing)
        throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
      if (reply !== undefined) this.tally.toldToWait += 1;
      if (performance.now() > end)
        throw new Error(`${method} ${path}: no answer for ${PATIENCE_MS} ms`);
      await sleep(30);
    }
  }

  /** `undefined`: the line broke, nobody knows whether it was done. */
  async #once(
    token: string,
    key: string,
    method: string,
    path: string,
    { body, headers }: { body: string | FormData; headers: Record<string, string> },
  ): Promise<Reply | undefined> {
    const servers = this.#servers();
    this.#turn += 1;
    const server = servers[this.#turn % Math.max(1, servers.length)];
    if (server === undefined) return undefined;
    this.tally.requests += 1;
    try {
      const response = await fetch(`${server}${path}`, {
        method,
        body,
        headers: {
          ...headers,
          cookie: `onex=${token}`,
          'x-onex-csrf': '1',
          'idempotency-key': key,
        },
        signal: AbortSignal.timeout(30_000),
      });
      return { status: response.status, body: await response.json() };
    } catch {
      this.tally.cutOff += 1;
      return undefined;
    }
  }
}
