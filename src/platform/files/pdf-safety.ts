import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import {
  damagedFile,
  encryptedPdf,
  inspectionBusy,
  inspectionTimeout,
  mixedContent,
  unsafePdf,
} from './file-refusal.ts';
import type { PdfVerdict } from './pdf-worker.ts';

export interface PdfInspectorOptions {
  /** Wall-clock milliseconds for one file, counted from when its turn comes. */
  readonly timeLimitMs?: number;
  /** Files examined at the same time; the server keeps the other cores. */
  readonly concurrency?: number;
  /** Files that may wait for their turn. */
  readonly queueLimit?: number;
}

export interface PdfInspector {
  /**
   * Page count of a safe PDF of at most some 20 MB at `path`. Throws `DomainError`: `file.unsafe_pdf`,
   * `file.encrypted_pdf`, `file.damaged`, `file.type_mismatch` (also an archive), `file.inspection_timeout`,
   * `file.inspection_busy`.
   */
  inspect(path: string): Promise<{ readonly pageCount: number }>;
  /** Ends the worker threads; files under examination fail. */
  close(): Promise<void>;
}

/** The library keeps every distinct name it ever saw, so a thread is replaced after this many files. */
const FILES_PER_WORKER = 100;

interface WorkPlace {
  readonly worker: Worker;
  files: number;
  hasDied: boolean;
}

/** Reading the library takes up to seconds on a busy machine and must not count against the first file. */
const startWorker = async (): Promise<Worker> => {
  const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
    // the library prints remarks about odd files, which must not reach the server's log
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
  });
  await once(worker, 'message');
  // without a listener, a thread that dies between two files would end the process
  worker.on('error', () => undefined);
  worker.unref();
  return worker;
};

type RawOutcome = PdfVerdict | 'timeout' | 'exhausted';

const isExhausted = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/** One file in one thread; a thread that was late or died is not used again. */
const runIn = (worker: Worker, path: string, timeLimitMs: number): Promise<RawOutcome> =>
  new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      worker.off('message', finish);
      worker.off('error', fail);
      worker.off('exit', exit);
      worker.unref();
    };
    const finish = (outcome: RawOutcome): void => {
      leave();
      resolve(outcome);
    };
    const fail = (error: unknown): void => {
      leave();
      if (isExhausted(error)) resolve('exhausted');
      else reject(error instanceof Error ? error : new Error(String(error)));
    };
    const exit = (): void => {
      fail(new Error('the PDF inspection thread was stopped'));
    };
    const timer = setTimeout(() => {
      finish('timeout');
    }, timeLimitMs);
    worker.ref();
    worker.on('message', finish);
    worker.on('error', fail);
    worker.on('exit', exit);
    worker.postMessage(path);
  });

const pageCountOf = (outcome: RawOutcome): { readonly pageCount: number } => {
  if (outcome === 'timeout') throw inspectionTimeout();
  // the thread died of its memory limit: the file asks for more than any honest one
  if (outcome === 'exhausted') throw unsafePdf('oversized_content');
  if (outcome.outcome === 'accepted') return { pageCount: outcome.pageCount };
  if (outcome.reason === 'encrypted') throw encryptedPdf();
  if (outcome.reason === 'damaged') throw damagedFile('pdf');
  if (outcome.reason === 'foreign') throw mixedContent('pdf');
  throw unsafePdf(outcome.reason);
};

interface Turns {
  /** Waits for a free place; throws `file.inspection_busy` when too many wait already. */
  take(): Promise<void>;
  pass(): void;
}

const createTurns = (concurrency: number, queueLimit: number): Turns => {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return {
    take: async () => {
      if (busy < concurrency) {
        busy += 1;
        return;
      }
      if (waiting.length >= queueLimit) throw inspectionBusy();
      // the turn is handed over, so `busy` does not change
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    },
    pass: () => {
      const next = waiting.shift();
      if (next === undefined) busy -= 1;
      else next();
    },
  };
};

interface WorkPlaces {
  /** An idle thread, or a new one. */
  enter(): Promise<WorkPlace>;
  leave(place: WorkPlace, isUsable: boolean): void;
  close(): Promise<void>;
}

const createWorkPlaces = (): WorkPlaces => {
  const idle: WorkPlace[] = [];
  const all = new Set<Worker>();
  return {
    enter: async () => {
      let place = idle.pop();
      while (place?.hasDied === true) place = idle.pop();
      if (place !== undefined) return place;
      const opened: WorkPlace = { worker: await startWorker(), files: 0, hasDied: false };
      all.add(opened.worker);
      opened.worker.once('exit', () => {
        opened.hasDied = true;
      });
      return opened;
    },
    leave: (place, isUsable) => {
      if (isUsable && place.files < FILES_PER_WORKER) {
        idle.push(place);
        return;
      }
      all.delete(place.worker);
      void place.worker.terminate();
    },
    close: async () => {
      idle.length = 0;
      await Promise.all([...all].map((worker) => worker.terminate()));
      all.clear();
    },
  };
};

/** Examines PDFs in threads of their own, so that a hostile file can neither block nor exhaust the server. */
export const createPdfInspector = (options: PdfInspectorOptions = {}): PdfInspector => {
  const { timeLimitMs = 10_000, concurrency = 2, queueLimit = 64 } = options;
  const turns = createTurns(concurrency, queueLimit);
  const places = createWorkPlaces();

  const examine = async (path: string): Promise<RawOutcome> => {
    const place = await places.enter();
    place.files += 1;
    let isUsable = false;
    try {
      const outcome = await runIn(place.worker, path, timeLimitMs);
      isUsable = typeof outcome !== 'string';
      return outcome;
    } finally {
      places.leave(place, isUsable);
    }
  };

  return {
    inspect: async (path) => {
      await turns.take();
      try {
        return pageCountOf(await examine(path));
      } finally {
        turns.pass();
      }
    },
    close: () => places.close(),
  };
};
