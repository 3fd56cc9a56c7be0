import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'

/** The own tags of a server or volume; none when it is gone. */
export async function findTagsOf(
  tx: Tx,
  { kind, id }: { kind: 'instance' | 'volume'; id: string },
): Promise<Readonly<Record<string, string>>> {
  const table = kind === 'instance' ? sql`instances` : sql`volumes`
  const rows = await tx.execute<{ tags: Record<string, string> }>(
    sql`select tags from ${table} where id = ${id}`,
  )
  return rows[0]?.tags ?? {}
}
