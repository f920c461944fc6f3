import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import pg from 'pg';

/** What becomes of the next commit on a connection that has sent a certain text. */
export type Loss =
  /** The database commits, and its answer never arrives. */
  | 'the answer is lost'
  /** The line breaks first: the database never hears of it. */
  | 'the commit is lost'
  /** The database commits, and nothing more is heard from this connection, which stays open. */
  | 'silence follows';

export interface LossyLine {
  /** The same database, by this line. */
  readonly url: string;
  /** Breaks the line once, at the commit of the next transaction that sends `text`. */
  breakOnce(loss: Loss, text: string): void;
  /**
   * Every connection that there is stays open and carries nothing any more, as when a host is lost; new ones are well.
   * What the returned function does: what was held back arrives after all.
   */
  fallSilent(): () => void;
  /** How often it was broken. */
  broken(): number;
  close(): Promise<void>;
}

/** `commit` by the simple query protocol: type, length, text. */
const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1');

const reach = (url: string): Socket => {
  const { host, port } = new pg.Client({ connectionString: url });
  return host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
};

const byLine = (url: string, port: number): string => {
  const { user = '', password, database = '' } = new pg.Client({ connectionString: url });
  const secret =
    password === null || password === undefined ? '' : `:${encodeURIComponent(password)}`;
  return `postgresql://${encodeURIComponent(user)}${secret}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
};

/** A line to a database that can break at the worst moment, between the commit and its answer. */
export const startLossyLine = async (url: string): Promise<LossyLine> => {
  let next: { readonly loss: Loss; readonly text: string } | undefined;
  let broken = 0;
  const open = new Set<Socket>();
  const hush = new Set<() => () => void>();

  const carry = (front: Socket): void => {
    const back = reach(url);
    /** Set when this connection's next commit is the one. */
    let armed: Loss | undefined;
    let isDeaf = false;
    /** What a silent line holds back. */
    let held: (() => void)[] | undefined;
    const pass = (deliver: () => void): void => {
      if (held === undefined) deliver();
      else held.push(deliver);
    };
    const fallSilent = (): (() => void) => {
      held ??= [];
      return () => {
        const late = held ?? [];
        held = undefined;
        for (const deliver of late) deliver();
      };
    };
    hush.add(fallSilent);
    const cut = (): void => {
      hush.delete(fallSilent);
      front.destroy();
      back.destroy();
    };
    for (const socket of [front, back]) {
      open.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        open.delete(socket);
        cut();
      });
    }
    front.on('data', (chunk) => {
      if (next !== undefined && chunk.includes(next.text)) {
        armed = next.loss;
        next = undefined;
      }
      const isTheCommit = armed !== undefined && chunk.includes(COMMIT);
      if (isTheCommit) broken += 1;
      if (isTheCommit && armed === 'the commit is lost') return cut();
      isDeaf = isTheCommit;
      pass(() => void back.write(chunk));
    });
    back.on('data', (chunk) => {
      if (isDeaf && armed === 'silence follows') fallSilent();
      else if (isDeaf) return cut();
      pass(() => void front.write(chunk));
    });
  };

  const server = createServer(carry);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  return {
    url: byLine(url, address.port),
    breakOnce: (loss, text) => void (next = { loss, text }),
    fallSilent() {
      const speakAgain = [...hush].map((fallSilent) => fallSilent());
      return () => {
        for (const speak of speakAgain) speak();
      };
    },
    broken: () => broken,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
