import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { asTime } from '~/db/expressions/as-time'
import type { SendingKind } from '~/db/schema/recovery'

/**
 * Records these as in doubt if a recovery began after their cause, unless it ended without a loss. While one is open, whether
 * rows were lost is not known: the doubt ends with a recovery without a loss, except if an earlier one lost rows.
 */
export async function insertDoubts(
  tx: Tx,
  sendings: readonly { kind: SendingKind; subject: string }[],
  causedAt: Date,
): Promise<void> {
  if (sendings.length === 0) return
  await tx.execute(sql`
    insert into doubtful_sendings (id, kind, subject, doubted_at, state)
    select 'dsd_' || substr(s.subject, 5), s.kind, s.subject, r.began_at, 'open'
    from jsonb_to_recordset(${JSON.stringify(sendings)}::jsonb) as s(kind text, subject text),
      (select began_at from recoveries where data_lost is not false and began_at > ${asTime(causedAt)}
        order by data_lost nulls last, began_at desc limit 1) r
    on conflict do nothing`)
}
