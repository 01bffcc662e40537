import { sql } from 'kysely';

/** Column types that differ between databases, for migrations. */
export const bytes = sql`blob`;
