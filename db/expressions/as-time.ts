import { type SQL, sql } from 'drizzle-orm'

/** An instant as a parameter of raw SQL: without the cast the server cannot tell its type. */
export const asTime = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`
