import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { PUBLIC } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { openDatabase } from './database.ts';

const message = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(kind, 0);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

/** What a server says that accepts a connection and is killed in the same moment: one packet. */
const WELCOME_AND_END = Buffer.concat([
  message('R', Buffer.alloc(4)),
  message('Z', Buffer.from('I')),
  message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0')),
]);

test('a connection that ends in the packet that opens it is a refusal, not the end of the process', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(WELCOME_AND_END));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const lost: Error[] = [];
  const database = openDatabase(
    `postgresql://onex@127.0.0.1:${address.port}/onex?sslmode=disable`,
    { poolSize: 1, onIdleError: (error) => void lost.push(error) },
  );
  try {
    await assert.rejects(
      database.transaction(PUBLIC, async () => undefined),
      (error: unknown) => error instanceof DomainError && error.kind === 'unavailable',
    );
    assert.ok(lost.length > 0, 'the end was not told by an event: this test shows nothing');
  } finally {
    await database.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});
