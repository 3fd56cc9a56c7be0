import { type Column, type SQL, sql } from 'drizzle-orm'

/** Whether a sending with this id may have left before its database was restored, and two people have not decided yet. */
export const isDoubtful = (id: Column | SQL): SQL<boolean> =>
  sql<boolean>`exists (select from doubtful_sendings doubt where doubt.subject = ${id} and doubt.state <> 'done')`
