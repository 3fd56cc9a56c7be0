import type { Invariant } from './invariant.ts'

/** Invariants of held orders. They read the journal too: it keeps what a later change of state would hide. */
export const orderingInvariants: readonly Invariant[] = [
  {
    name: 'held_order_outcomes',
    promise: 'an order that waited for a decision ended once: carried out, refused, withdrawn or expired',
    statement: `
      select subject_id, array_agg(event order by occurred_at, id) as outcomes from audit_events
      where event in ('order.released', 'order.refused', 'order.withdrawn', 'order.expired')
      group by subject_id having count(*) > 1`,
  },
  {
    name: 'dropped_orders',
    promise:
      'an order that is held, refused, withdrawn or expired has no resource and no open usage: every resource belongs to an order that was carried out',
    statement: `
      select o.id, o.number, o.state, r.id as resource_id, r.state as resource_state, count(u.id) as open_usage
      from (select id, order_line_id, state from instances union all select id, order_line_id, state from volumes
        union all select id, order_line_id, case when released_at is null then 'reserved' else 'released' end from public_addresses
        union all select id, order_line_id, state from balancers) r
      join order_lines l on l.id = r.order_line_id join orders o on o.id = l.order_id
      left join usage_intervals u on u.resource_id = r.id and u.ended_at is null
      where o.state in ('held', 'refused', 'withdrawn', 'expired') or l.state in ('held', 'refused', 'withdrawn', 'expired')
        or exists (select 1 from audit_events a where a.subject_id = o.id and a.event in ('order.refused', 'order.withdrawn', 'order.expired'))
      group by o.id, r.id, r.state`,
  },
  {
    name: 'carried_out_changes',
    promise:
      'a change that waited costs something only once its order was carried out, and no more than was approved',
    statement: `
      select c.id, c.order_id, o.state, c.monthly_cents, o.monthly_cents as approved_cents
      from cost_changes c left join orders o on o.id = c.order_id and o.organisation_id = c.organisation_id and o.change is not null
      where c.order_id is not null and (o.state is distinct from 'delivered' or c.monthly_cents > o.monthly_cents)`,
  },
  {
    name: 'user_data_kept',
    promise: 'the user data of a line exists exactly while one of its servers can be created or read',
    statement: `
      select l.id, l.has_user_data, app.needs_user_data(l.id) as is_needed, d.order_line_id is not null as exists
      from order_lines l left join order_line_user_data d on d.order_line_id = l.id
      where (l.has_user_data and app.needs_user_data(l.id)) <> (d.order_line_id is not null)`,
  },
]
