import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface CountingMailServer {
  readonly url: string;
  /** Call right before a kill. */
  noteKill(): void;
  received(): number;
  verdict(): {
    readonly recipients: number;
    /** Messages beyond the first for a recipient. */
    readonly repeats: number;
    /** Repeats that a kill between answer and record cannot explain. */
    readonly strangeRepeats: readonly string[];
  };
  close(): Promise<void>;
}

interface Receipt {
  readonly messageId: string;
  readonly at: number;
}

/** The record follows the answer within milliseconds; a kill so long after an answer can no longer have prevented it. */
const WINDOW_MS = 1_000;

/** A mail server that keeps only who received what, under which Message-ID, and when. */
export const startCountingMailServer = async (
  options: { readonly onReceived?: (to: string, at: number, bytes: number) => void } = {},
): Promise<CountingMailServer> => {
  const receipts = new Map<string, Receipt[]>();
  const kills: number[] = [];
  let received = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, callback) => {
      let head = '';
      let bytes = 0;
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (head.length < 4_000) head += chunk.toString('latin1');
      });
      stream.on('end', () => {
        const to = session.envelope.rcptTo[0]?.address ?? '';
        const messageId = /^Message-ID: (.+)$/im.exec(head)?.[1]?.trim() ?? '';
        const known = receipts.get(to) ?? [];
        const at = performance.now();
        known.push({ messageId, at });
        receipts.set(to, known);
        received += 1;
        options.onReceived?.(to, at, bytes);
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;

  const isStrange = ([first, ...more]: readonly Receipt[]): boolean =>
    first !== undefined &&
    more.some(
      (receipt) =>
        receipt.messageId !== first.messageId ||
        !kills.some((kill) => kill >= first.at - 50 && kill <= first.at + WINDOW_MS),
    );

  return {
    url: `smtp://127.0.0.1:${port}`,
    noteKill: () => void kills.push(performance.now()),
    received: () => received,
    verdict: () => ({
      recipients: receipts.size,
      repeats: received - receipts.size,
      strangeRepeats: [...receipts].filter(([, known]) => isStrange(known)).map(([to]) => to),
    }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
