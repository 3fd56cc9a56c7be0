import { sql } from 'drizzle-orm'

/**
 * The VAT day of a payment of an invoice, row `a` of `payment_allocations`: the day of the bank movement or card
 * payment. Kept credit counts on the day it pays an invoice: its own day may lie before the invoice, in a VAT period
 * that is closed.
 */
export const collectedDay = sql`case when exists (select 1 from payment_allocations kept where kept.created_at = a.created_at
        and kept.organisation_id = a.organisation_id and kept.document_id is null and kept.cents = -a.cents and a.cents > 0
        and kept.movement_id is not distinct from a.movement_id and kept.card_payment_id is not distinct from a.card_payment_id)
        then (a.created_at at time zone 'Europe/Paris')::date else a.occurred_on end`
