import postgres from 'postgres'
import { socketOf } from '~/db/embedded/socket'
import type { TestDatabase } from '~/db/testing/test-database'

export type RowProbe = {
  query<T>(text: string, ...values: (string | number | string[])[]): Promise<T[]>
  close(): Promise<void>
}

/** Reads rows as their owner, bypassing every policy: a test sees all rows. */
export function openRowProbe(database: TestDatabase): RowProbe {
  const url = database.roleUrl('andromede_migrator')
  const sql = postgres(url, { ...socketOf(url), max: 2, onnotice: () => undefined })
  return {
    query: async <T>(text: string, ...values: (string | number | string[])[]) =>
      (await sql.unsafe(text, values)) as unknown as T[],
    close: () => sql.end(),
  }
}
