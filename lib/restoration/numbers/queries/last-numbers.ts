import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

export type LastNumberRow<K extends string> = {
  kind: K
  /** Of a series that can jump. */
  sellingEntityId: Id<'sellingEntity'> | null
  series: string | null
  last: string | null
  lastAt: string | null
  waiting: number
}

/**
 * The last number of each series, and the last message of each kind that left the installation, with what waits to
 * leave. A mail or webhook that failed for good does not wait.
 */
export async function listLastNumbers<K extends string>(tx: Tx): Promise<LastNumberRow<K>[]> {
  const instant = (column: ReturnType<typeof sql>) =>
    sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
  const rows = await tx.execute<LastNumberRow<K>>(sql`
    select 'order' as kind, s.selling_entity_id as "sellingEntityId", s.series, s.last_number::text as last, null::text as "lastAt", 0 as waiting from number_series s
    union all
    select 'invoice', s.selling_entity_id, s.series, s.last_number::text, s.last_issued_on::text, 0 from document_series s
    union all
    (select 'debit_file', null, null, b.message_id, ${instant(sql`coalesce(b.ended_at, b.prepared_at)`)},
      (select count(*)::int from direct_debits d where d.state in ('planned', 'prepared'))
      from (select 1) one left join (select * from direct_debit_batches order by prepared_at desc, id desc limit 1) b on true)
    union all
    (select 'card_payment', null, null, p.id, ${instant(sql`p.asked_at`)},
      (select count(*)::int from card_payments c where c.state in ('asked', 'open'))
        + (select count(*)::int from card_refunds r where r.state = 'agreed')
      from (select 1) one left join (select * from card_payments order by asked_at desc, id desc limit 1) p on true)
    union all
    (select 'einvoice', null, null, d.number, ${instant(sql`d.deposited_at`)},
      (select count(*)::int from document_deliveries w where w.state = 'waiting')
      from (select 1) one left join (select b.number, e.deposited_at from document_deliveries e
        join billing_documents b on b.id = e.document_id where e.deposited_at is not null
        order by e.deposited_at desc, e.id desc limit 1) d on true)
    union all
    (select 'payment_report', null, null, d.id, ${instant(sql`d.deposited_at`)},
      (select count(*)::int from payment_reports w where w.state = 'waiting')
      from (select 1) one left join (select id, deposited_at from payment_reports where deposited_at is not null
        order by deposited_at desc, id desc limit 1) d on true)
    union all
    (select 'declaration', null, null, d.number, ${instant(sql`d.deposited_at`)},
      (select count(*)::int from declarations w where w.state = 'waiting')
      from (select 1) one left join (select number, deposited_at from declarations where deposited_at is not null
        order by deposited_at desc, id desc limit 1) d on true)
    union all
    (select 'webhook', null, null, d.message_id, ${instant(sql`d.last_attempt_at`)},
      (select count(*)::int from webhook_deliveries w where w.state = 'waiting')
      from (select 1) one left join (select message_id, last_attempt_at from webhook_deliveries
        where last_attempt_at is not null order by last_attempt_at desc, id desc limit 1) d on true)
    union all
    (select 'mail', null, null, d.id, ${instant(sql`d.sent_at`)},
      (select count(*)::int from mail_messages w where w.state = 'queued')
      from (select 1) one left join (select id, sent_at from mail_messages where sent_at is not null
        order by sent_at desc, id desc limit 1) d on true)`)
  return [...rows]
}
