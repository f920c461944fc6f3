/**
 * The floor under the product: node:http and a pg pool, nothing else. For each known request it runs the statements
 * that the product runs for its data and answers with as many bytes. No session, no row-level security (it is the
 * owner), no checks, no audit, no log, no cache.
 * Usage: node bench/bare-server.ts <plan.json> <database url>
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import {
  type BareOperation,
  type BarePlan,
  type BareStatement,
  VERSION_MARK,
} from './bare-plan.ts';

const [planFile = '', databaseUrl = ''] = process.argv.slice(2);
const plan: BarePlan = JSON.parse(readFileSync(planFile, 'utf8'));
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });

const withVersion = (value: unknown, version: number): unknown => {
  if (value === VERSION_MARK) return version;
  return value === VERSION_MARK + 1 ? version + 1 : value;
};

const queryOf = (statement: BareStatement, version: number | undefined): pg.QueryConfig => {
  const { values } = statement;
  return {
    text: plan.texts[statement.text] ?? '',
    values:
      version === undefined ? [...values] : values.map((value) => withVersion(value, version)),
    ...(statement.prepared ? { name: `s${statement.text}` } : {}),
  };
};

const read = async (operation: BareOperation): Promise<unknown[][]> => {
  const results: unknown[][] = [];
  for (const statement of operation.statements) {
    results.push((await pool.query(queryOf(statement, undefined))).rows);
  }
  return results;
};

const write = async (operation: BareOperation, version: number): Promise<unknown[][]> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const results: unknown[][] = [];
    for (const statement of operation.statements) {
      const { rows, rowCount, command } = await client.query(queryOf(statement, version));
      if (command === 'UPDATE' && rowCount === 0) throw new Error('nothing updated');
      results.push(rows);
    }
    await client.query('commit');
    return results;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};

const bodyOf = async (request: IncomingMessage): Promise<{ readonly version: number }> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
};

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escape = (value: unknown): string =>
  String(value).replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);

const tableRow = (row: object): string =>
  `<tr>${Object.values(row)
    .map((value) => `<td>${escape(value)}</td>`)
    .join('')}</tr>`;

const render = (results: readonly unknown[][]): string =>
  `<!doctype html>${results
    .flat()
    .map((row) => tableRow(row as object))
    .join('\n')}`;

/** As many bytes as the product sends. */
const fitted = (text: string, bytes: number): Buffer => {
  const body = Buffer.alloc(bytes, 0x20);
  body.write(text, 'utf8');
  return body;
};

const TYPES = { json: 'application/json; charset=utf-8', html: 'text/html; charset=utf-8' };

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const operation = plan.operations[`${request.method} ${request.url}`];
  if (operation === undefined) {
    response.writeHead(404).end();
    return;
  }
  const results = operation.writes
    ? await write(operation, (await bodyOf(request)).version)
    : await read(operation);
  const text = operation.kind === 'html' ? render(results) : JSON.stringify(results.at(-1));
  const body = fitted(text, operation.bytes);
  response.writeHead(200, { 'content-type': TYPES[operation.kind], 'content-length': body.length });
  response.end(body);
};

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${request.method} ${request.url}: ${String(error)}\n`);
    response.writeHead(500).end();
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening ${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
