import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

export type DeliveryRow = {
  id: string
  name: string
  bundleId: Id<'bundle'>
  askedAt: Date
  deliveredAt: Date
}

/**
 * Servers and volumes first delivered within half-open `[from, to)`, slowest first, with the ordered bundle. Time
 * starts when the order was accepted, including failed attempts in between.
 */
export async function listDeliveries(tx: Tx, from: Date, to: Date): Promise<DeliveryRow[]> {
  const rows = await tx.execute<{
    id: string
    name: string
    bundle_id: Id<'bundle'>
    asked_ms: string
    delivered_ms: string
  }>(sql`
    select r.id, r.name, l.bundle_id, (extract(epoch from t.asked) * 1000)::bigint::text as asked_ms,
      (extract(epoch from t.delivered) * 1000)::bigint::text as delivered_ms
    from (
      select resource_id, min(effective_at) as asked, min(effective_at) filter (where to_state in ('running', 'available')) as delivered
      from state_transitions where resource_kind in ('instance', 'volume') and effective_at < ${to.toISOString()}::timestamptz
      group by resource_id
    ) t
    join (select id, name, order_line_id from instances union all select id, name, order_line_id from volumes) r on r.id = t.resource_id
    join order_lines l on l.id = r.order_line_id
    where t.delivered >= ${from.toISOString()}::timestamptz
    order by t.delivered - t.asked desc, r.id`)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    bundleId: row.bundle_id,
    askedAt: new Date(Number(row.asked_ms)),
    deliveredAt: new Date(Number(row.delivered_ms)),
  }))
}
