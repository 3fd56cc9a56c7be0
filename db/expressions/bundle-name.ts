import { sql } from 'drizzle-orm'

/** The name of the bundle in `bundles`, in the language of the reader for whom the transaction was opened. */
export const bundleName = sql<string>`case when bundles.name_en <> '' and current_setting('app.locale', true) = 'en'
  then bundles.name_en else bundles.name end`
