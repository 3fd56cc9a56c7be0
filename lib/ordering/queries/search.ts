import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { foldedText, hasWords } from '~/db/expressions/contains-words'

export type PurchaseHit = {
  kind: 'order' | 'quote' | 'purchase_order'
  id: string
  number: string
  project: string | null
}

/** From the first of these days of Paris to before the second; null: at any time. */
export type Span = { from: string; before: string } | null

/** Orders, quotes and purchase orders of which number, project, resource or reference has all the words, latest first. */
export async function selectPurchaseHits(
  tx: Tx,
  words: readonly string[],
  { span, hasPurchaseOrders, limit }: { span: Span; hasPurchaseOrders: boolean; limit: number },
): Promise<PurchaseHit[]> {
  const within = (at: SQL) =>
    span
      ? sql`(${at} at time zone 'Europe/Paris')::date >= ${span.from}::date and (${at} at time zone 'Europe/Paris')::date < ${span.before}::date`
      : sql`true`
  const matches = hasWords(sql`t.text`, words)
  const text = (of: SQL) => sql`cross join lateral (select ${foldedText(of)} as text) t`
  const rows = await tx.execute<PurchaseHit>(sql`
    (select 'order' as kind, o.id, o.number, p.name as project
      from orders o join projects p on p.id = o.project_id
      ${text(sql`concat_ws(' ', o.number, p.name, (select string_agg(l.name, ' ') from order_lines l where l.order_id = o.id),
        (select string_agg(e.value, ' ') from order_lines l, jsonb_each_text(l.cost_references) e where l.order_id = o.id))`)}
      where ${within(sql`o.created_at`)} and ${matches}
      order by o.created_at desc limit ${limit})
    union all
    (select 'quote', q.id, q.number, p.name
      from quotes q join orders o on o.id = q.order_id join projects p on p.id = o.project_id
      ${text(sql`concat_ws(' ', q.number, p.name)`)}
      where ${within(sql`q.created_at`)} and ${matches}
      order by q.created_at desc limit ${limit})
    union all
    (select 'purchase_order', b.id, b.number, null
      from purchase_orders b ${text(sql`b.number`)}
      where ${hasPurchaseOrders} and ${span === null} and ${matches}
      order by b.ends_on desc limit ${limit})`)
  return [...rows]
}
