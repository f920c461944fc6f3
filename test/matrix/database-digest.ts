import pg from 'pg';

/** One hash per table over all its rows, so that a test can say that nothing has changed anywhere. */
export const digestOf = async (
  databaseUrl: string,
  leaveOut: readonly string[] = [],
): Promise<Record<string, string>> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    );
    const result: Record<string, string> = {};
    for (const { name } of rows) {
      if (leaveOut.includes(name)) continue;
      const { rows: hashes } = await client.query<{ hash: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as hash from ${name} t`,
      );
      result[name] = hashes[0]?.hash ?? '';
    }
    return result;
  } finally {
    await client.end();
  }
};
