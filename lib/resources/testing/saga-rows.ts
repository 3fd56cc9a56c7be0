import type postgres from 'postgres'

export type RowProbe = {
  query<T>(text: string, ...values: (string | number | string[])[]): Promise<T[]>
}

/** Statements as text, with their values. */
export function rowProbeOn(sql: postgres.Sql): RowProbe {
  return {
    query: async <T>(text: string, ...values: (string | number | string[])[]) =>
      (await sql.unsafe(text, values)) as unknown as T[],
  }
}
