import type { Invariant } from './invariant.ts'

/** Invariants of money: received payments, their allocation, and the books. */
export const paymentInvariants: readonly Invariant[] = [
  {
    name: 'movement_allocations',
    promise: 'a movement’s allocations add up to its allocated amount, and never exceed the movement',
    statement: `
      select m.id, m.cents, m.allocated_cents, coalesce(sum(a.cents), 0) as allocations from bank_movements m
      left join payment_allocations a on a.movement_id = m.id
      group by m.id having coalesce(sum(a.cents), 0) <> m.allocated_cents or abs(m.allocated_cents) > abs(m.cents)`,
  },
  {
    name: 'document_payments',
    promise: 'the paid amount of an invoice is the sum of its allocations, and never exceeds its total',
    statement: `
      select d.id, d.gross_cents, s.paid_cents, coalesce(a.cents, 0) as allocations from billing_documents d
      left join document_settlements s on s.document_id = d.id
      left join (select document_id, sum(cents) as cents from payment_allocations group by 1) a on a.document_id = d.id
      where coalesce(s.paid_cents, 0) <> coalesce(a.cents, 0) or coalesce(s.paid_cents, 0) > d.gross_cents
        or s.gross_cents <> d.gross_cents`,
  },
  {
    name: 'payments_told',
    promise:
      'a platform is told of each payment as it is: its invoice, its amount, its day, or the day on which kept money pays it',
    statement: `
      select r.id, r.cents, a.cents as allocated, r.occurred_on, a.occurred_on as paid_on from payment_reports r
      left join payment_allocations a on a.id = r.allocation_id and a.document_id = r.document_id and a.organisation_id = r.organisation_id
      where a.cents is distinct from r.cents or (a.occurred_on is distinct from r.occurred_on
        and (a.created_at at time zone 'Europe/Paris')::date is distinct from r.occurred_on)`,
  },
  {
    name: 'statement_balances',
    promise: 'a statement’s opening balance plus its movements is its closing balance',
    statement: `
      select s.id, s.opening_cents, s.closing_cents from bank_statements s
      left join (select statement_id, sum(cents) as cents from bank_movements group by 1) m on m.statement_id = s.id
      where s.repeated = 0 and s.opening_cents + coalesce(m.cents, 0) <> s.closing_cents`,
  },
  {
    name: 'customer_balances',
    promise: 'a customer’s balance in the books is the invoiced amount, less credits, less payments',
    statement: `
      select o.id, b.owed, coalesce(d.billed, 0) - coalesce(p.paid, 0) as reckoned from organisations o
      left join billing_profiles f on f.organisation_id = o.id
      left join (select organisation_id, sum(case kind when 'invoice' then gross_cents else -gross_cents end) as billed
        from billing_documents where state = 'final' group by 1) d on d.organisation_id = o.id
      left join (select organisation_id, sum(cents) as paid from payment_allocations group by 1) p on p.organisation_id = o.id
      left join lateral (select coalesce(sum(balance_cents), 0) as owed from ledger_balances l
        where l.account in ('411000', '416000') and l.auxiliary = coalesce(f.customer_code, o.id)) b on true
      where b.owed <> coalesce(d.billed, 0) - coalesce(p.paid, 0)`,
  },
  {
    name: 'card_allocations',
    promise:
      'what was paid by card and not given back is for invoices or kept for its customer, all of it and once; what was not is for nothing',
    statement: `
      select p.id, p.state, p.cents, coalesce(a.cents, 0) as allocations, t.entries from card_payments p
      left join lateral (select coalesce(sum(r.cents), 0) as cents from card_refunds r
        where r.card_payment_id = p.id and r.state = 'refunded') back on true
      left join (select card_payment_id, sum(cents) as cents from payment_allocations group by 1) a on a.card_payment_id = p.id
      left join lateral (select count(*) as entries from ledger_transactions l where l.kind = 'card_payment' and l.payment_id = p.id) t on true
      where coalesce(a.cents, 0) <> case when p.state = 'paid' then p.cents - back.cents else 0 end
        or back.cents > p.cents or t.entries <> case when p.state = 'paid' then 1 else 0 end`,
  },
  {
    name: 'card_refunds',
    promise: 'what was given back to a card is taken from what it paid, and stands in the books once',
    statement: `
      select r.id, r.state, r.cents, coalesce(a.cents, 0) as allocations, t.entries from card_refunds r
      left join (select card_refund_id, sum(cents) as cents from payment_allocations group by 1) a on a.card_refund_id = r.id
      left join lateral (select count(*) as entries from ledger_transactions l where l.kind = 'card_refund' and l.payment_id = r.id) t on true
      where -coalesce(a.cents, 0) <> case when r.state = 'refunded' then r.cents else 0 end
        or t.entries <> case when r.state = 'refunded' then 1 else 0 end`,
  },
  {
    name: 'card_payouts',
    promise:
      'what a provider of cards passed on is what was paid less what it gave back and kept, to the cent',
    statement: `
      select m.id, m.cents, coalesce(sum(p.cents - p.fee_cents), 0) as passed_on from bank_movements m
      left join (
        select payout_movement_id, id, cents, fee_cents from card_payments
        union all select payout_movement_id, id, -cents, fee_cents from card_refunds
      ) p on p.payout_movement_id = m.id
      group by m.id having (m.rule = 'card_payout' or count(p.id) > 0)
        and (m.rule is distinct from 'card_payout' or m.cents <> coalesce(sum(p.cents - p.fee_cents), 0))`,
  },
  {
    name: 'cards_to_cash',
    promise:
      'the books say that a provider owes what was paid by card, less what it gave back, and has not come yet',
    statement: `
      select e.id, coalesce(b.cents, 0) as books, coalesce(p.cents, 0) as awaited from selling_entities e
      left join (select selling_entity_id, sum(balance_cents) as cents from ledger_balances where account = '511500' group by 1) b on b.selling_entity_id = e.id
      left join (select selling_entity_id, sum(cents) as cents from (
        select selling_entity_id, cents from card_payments where state = 'paid' and payout_movement_id is null
        union all select selling_entity_id, -cents from card_refunds where state = 'refunded' and payout_movement_id is null
      ) each group by 1) p on p.selling_entity_id = e.id
      where coalesce(b.cents, 0) <> coalesce(p.cents, 0)`,
  },
  {
    name: 'debits_of_batches',
    promise: 'a debit file’s total is the sum of its debits',
    statement: `
      select b.id, b.debits, b.total_cents, count(d.id), sum(d.cents) from direct_debit_batches b
      left join direct_debits d on d.batch_id = b.id where b.state <> 'cancelled'
      group by b.id having count(d.id) <> b.debits or coalesce(sum(d.cents), 0) <> b.total_cents`,
  },
]
