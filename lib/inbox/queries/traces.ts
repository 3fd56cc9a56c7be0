import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

export type Traces = {
  decisions: boolean
  invoices: boolean
  budgets: boolean
  purchaseOrders: boolean
  servers: boolean
  keys: boolean
  tickets: boolean
}

/**
 * Which sources of the inbox have rows that can be items, in one statement: most have none, and each costs one of its own. A
 * condition here may be wider than that of its source and never narrower.
 */
export async function findTraces(
  tx: Tx,
  organisationId: Id<'organisation'>,
  { now, day, month }: { now: Date; day: string; month: string },
): Promise<Traces> {
  const [row] = await tx.execute<Traces>(sql`
    select
      exists (select from held_orders where organisation_id = o.id and expires_at > ${now.toISOString()}::timestamptz
        and reasons && array['approval', 'quote']) as decisions,
      exists (select from billing_documents d left join document_settlements s on s.document_id = d.id
        where d.organisation_id = o.id and d.state = 'final' and d.kind = 'invoice' and d.due_on < ${day}::date
          and coalesce(s.paid_cents, 0) < d.gross_cents) as invoices,
      exists (select from budget_alerts where organisation_id = o.id and month = ${month}) as budgets,
      exists (select from purchase_orders where organisation_id = o.id and alerted_percent > 0) as "purchaseOrders",
      exists (select from instances where organisation_id = o.id and state in ('failed', 'deleted'))
        or exists (select from instance_probes where organisation_id = o.id and alerted_at is not null) as servers,
      exists (select from ssh_keys where organisation_id = o.id and deleted_at is null) as keys,
      exists (select from tickets where organisation_id = o.id and state = 'waiting') as tickets
    from (select ${organisationId}::text as id) o`)
  if (!row) throw new Error('the traces were not read')
  return row
}
