import { connect, type Socket } from 'node:net';

export interface Request {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly cookie?: string;
  /** JSON. */
  readonly body?: string;
}

const HEAD_END = '\r\n\r\n';
const PATIENCE_MS = 60_000;

/** The request as it goes over the wire; made before measuring where it stays the same. */
export const wireOf = ({ method, path, cookie, body }: Request): Buffer => {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: bench'];
  if (cookie !== undefined) lines.push(`cookie: ${cookie}`);
  if (method !== 'GET') lines.push('x-onex-csrf: 1');
  if (body !== undefined) {
    lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(body)}`);
  }
  return Buffer.from(`${lines.join('\r\n')}${HEAD_END}${body ?? ''}`);
};

/**
 * One connection that is kept open, one request at a time: as little as a client can be, so that it takes the least
 * of the processors from those that are measured.
 */
export interface Connection {
  /** The status of the answer, which has wholly arrived; 0 when the connection broke or nothing came in a minute. */
  send(wire: Buffer): Promise<number>;
  close(): void;
}

export const openConnection = async (url: string): Promise<Connection> => {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let answered: ((status: number) => void) | undefined;
  let head = '';
  let status = 0;
  /** Bytes of the body still to come; undefined while the head is incomplete. */
  let left: number | undefined;

  const finish = (result: number): void => {
    const tell = answered;
    answered = undefined;
    [head, left] = ['', undefined];
    tell?.(result);
  };
  const readHead = (chunk: Buffer): void => {
    head += chunk.toString('latin1');
    const end = head.indexOf(HEAD_END);
    if (end === -1) return;
    status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: (\d+)/i.exec(head.slice(0, end))?.[1];
    if (length === undefined)
      throw new Error(`an answer without its length: ${head.slice(0, end)}`);
    left = Number(length) - (head.length - end - HEAD_END.length);
  };
  socket.on('data', (chunk) => {
    if (left === undefined) readHead(chunk);
    else left -= chunk.length;
    if (left === 0) finish(status);
  });
  socket.on('error', () => finish(0));
  socket.on('close', () => finish(0));
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  return {
    send: (wire) =>
      new Promise((resolve) => {
        if (socket.destroyed) {
          resolve(0);
          return;
        }
        answered = resolve;
        socket.write(wire);
      }),
    close: () => void socket.destroy(),
  };
};
