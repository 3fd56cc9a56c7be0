import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { containsWords } from '~/db/expressions/contains-words'

export type PurchaseHit = {
  kind: 'order' | 'quote' | 'purchase_order'
  id: string
  number: string
  /** Of an order; null for the others. */
  state: string | null
  project: string | null
}

/** Within these months of Paris, from the first to before the second; null: at any time. */
export type Span = { from: string; before: string } | null

/** Orders, quotes and purchase orders of which number, project, resource or reference has all the words, latest first. */
export async function selectPurchaseHits(
  tx: Tx,
  words: readonly string[],
  span: Span,
  limit: number,
): Promise<PurchaseHit[]> {
  const within = (at: ReturnType<typeof sql>) =>
    span
      ? sql`(${at} at time zone 'Europe/Paris')::date >= ${span.from}::date and (${at} at time zone 'Europe/Paris')::date < ${span.before}::date`
      : sql`true`
  const rows = await tx.execute<PurchaseHit>(sql`
    (select 'order' as kind, o.id, o.number, o.state, p.name as project
      from orders o join projects p on p.id = o.project_id
      where ${within(sql`o.created_at`)} and ${containsWords(
        sql`concat_ws(' ', o.number, p.name, (select string_agg(concat_ws(' ', l.name, l.cost_references::text), ' ') from order_lines l where l.order_id = o.id))`,
        words,
      )}
      order by o.created_at desc limit ${limit})
    union all
    (select 'quote', q.id, q.number, null, p.name
      from quotes q join orders o on o.id = q.order_id join projects p on p.id = o.project_id
      where ${within(sql`q.created_at`)} and ${containsWords(sql`concat_ws(' ', q.number, p.name)`, words)}
      order by q.created_at desc limit ${limit})
    union all
    (select 'purchase_order', b.id, b.number, null, null
      from purchase_orders b where ${containsWords(sql`b.number`, words)}
      order by b.ends_on desc limit ${limit})`)
  return [...rows]
}
