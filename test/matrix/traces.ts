import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Every form in which a careless program would leave a value: as it is, encoded, or hashed without a key. */
const tracesOf = (value: string): string[] => {
  const bytes = Buffer.from(value, 'utf8');
  const hashes = ['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sm3'].flatMap((name) => {
    const digest = createHash(name).update(bytes).digest();
    return [digest.toString('hex'), digest.toString('base64'), digest.toString('base64url')];
  });
  return [
    value,
    bytes.toString('hex'),
    // Without padding, and at each of the three places where it can begin inside a longer text.
    ...[0, 1, 2].map((skip) =>
      bytes
        .subarray(skip)
        .toString('base64')
        .replace(/={1,2}$/, '')
        .slice(0, -2),
    ),
    ...hashes,
  ];
};

/** Looks for the values in a text, in any form; returns the forms that it found. */
export const searchFor = (values: readonly string[]): ((text: string) => string[]) => {
  const traces = values.flatMap(tracesOf).map((trace) => [trace, trace.toLowerCase()] as const);
  return (text) => {
    const lower = text.toLowerCase();
    return traces.filter(([, low]) => lower.includes(low)).map(([trace]) => trace);
  };
};

/** Every table and every column as text: what somebody has who took a dump. */
export const dumpOf = async (url: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const parts: string[] = [];
    for (const { name } of rows) {
      const { rows: lines } = await client.query<{ line: string }>(
        `select t::text || ' ' || to_jsonb(t)::text as line from ${name} t`,
      );
      parts.push(`${name}\n${lines.map(({ line }) => line).join('\n')}`);
    }
    return parts.join('\n');
  } finally {
    await client.end();
  }
};

/** Names and bytes of everything in a folder, byte by byte as Latin-1, so that ASCII is found wherever it stands. */
export const filesOf = async (folder: string): Promise<{ count: number; text: string }> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return `${path}\n${(await readFile(path)).toString('latin1')}`;
    }),
  );
  return { count: files.length, text: texts.join('\n') };
};
