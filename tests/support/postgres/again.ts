import pg from 'pg';

/**
 * A database emptied instead of made anew: copying a template costs PostgreSQL a thousand files, emptying it some
 * milliseconds. One connection stays open to it; what the tests did to its tables is measured against how it began.
 */
export type Reusable = {
  /** @returns false when it is not as it began, and cannot be used again */
  empty(): Promise<boolean>;
  /** before it is dropped */
  leave(): Promise<void>;
};

/** Begins to watch over a database that has just been made. */
export async function reusable(url: string): Promise<Reusable> {
  const client = new pg.Client(url);
  let isLost = false;
  client.on('error', () => (isLost = true));
  await client.connect();
  // The driver has it; its types do not.
  (client as unknown as { unref(): void }).unref();
  await client.query('set session_replication_role = replica');
  const began = await shapeOf(client);
  return {
    async empty() {
      if (isLost) return false;
      try {
        await client.query(endOthers);
        if ((await shapeOf(client)) !== began) return false;
        await client.query(deleteRows);
        return true;
      } catch {
        return false;
      }
    },
    leave: () => client.end().catch(() => {})
  };
}

const endOthers = `select pg_terminate_backend(pid, 5000) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

// As a replica this connection fires no triggers: not those that keep the journal, nor those of foreign keys.
const deleteRows = `do $$ declare place record; begin
  for place in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' loop
    execute format('delete from %I', place.tablename);
  end loop;
  for place in select sequencename, start_value from pg_sequences where schemaname = 'public' loop
    perform setval(format('%I', place.sequencename)::regclass, place.start_value, false);
  end loop;
end $$`;

async function shapeOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ shape: string }>(`
    select md5(string_agg(part, ',' order by part)) as shape from (
      select c.relname || '.' || a.attname || ':' || a.atttypid || a.attnotnull as part
        from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace
      union all select tgname || tgenabled::text from pg_trigger where not tgisinternal
      union all select conname from pg_constraint where connamespace = 'public'::regnamespace
      union all select p.oid::regprocedure || md5(p.prosrc) from pg_proc p where p.pronamespace = 'public'::regnamespace
      union all select indexdef from pg_indexes where schemaname = 'public'
      union all select pg_get_expr(adbin, adrelid) from pg_attrdef
      union all select name from public.kysely_migration
    ) parts`);
  return rows[0]!.shape;
}
