/**
 * The floor under the delivery: nodemailer and finished letters, nothing else. No queue, no database, no record of what
 * was sent. One connection, as one worker of the product has. `POST /` sends all letters and answers when all are taken.
 * Usage: node bench/bare-mailer.ts <letters.json> <smtp url>
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';

const [lettersFile = '', smtpUrl = ''] = process.argv.slice(2);
const letters: readonly SendMailOptions[] = JSON.parse(readFileSync(lettersFile, 'utf8'));
const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: 1 });

const sendAll = async (): Promise<void> => {
  for (const letter of letters) await transport.sendMail(letter);
};

const server = createServer((request, response) => {
  request.resume();
  sendAll().then(
    () => response.writeHead(200).end(),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      response.writeHead(500).end();
    },
  );
});
// All letters of a wave go under one request.
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening ${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
