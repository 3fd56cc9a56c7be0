import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { asTime } from '~/db/expressions/as-time'
import { doubtfulSendings, type SendingKind } from '~/db/schema/recovery'
import { type Id, idPrefixes } from '~/lib/kernel/ids'

/** Whether rows were lost in a recovery that began after this instant. */
export async function hasLossSince(tx: Tx, since: Date): Promise<boolean> {
  const [row] = await tx.execute(
    sql`select 1 from recoveries where data_lost and began_at > ${asTime(since)} limit 1`,
  )
  return row !== undefined
}

export async function insertDoubts(
  tx: Tx,
  sendings: readonly { kind: SendingKind; subject: string }[],
  doubtedAt: Date,
): Promise<void> {
  if (sendings.length === 0) return
  const rows = sendings.map(({ kind, subject }) => ({
    id: `${idPrefixes.doubtfulSending}_${subject.slice(4)}` as Id<'doubtfulSending'>,
    kind,
    subject,
    doubtedAt,
    state: 'open' as const,
  }))
  await tx.insert(doubtfulSendings).values(rows).onConflictDoNothing()
}
