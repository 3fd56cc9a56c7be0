import type { Invariant } from './invariants.ts'

/** What must hold of money at every moment: what came, what it was for, and what the books say of it. */
export const paymentInvariants: readonly Invariant[] = [
  {
    name: 'movement_allocations',
    promise: 'what a movement was for adds up to what is kept of it, and never to more than came',
    statement: `
      select m.id, m.cents, m.allocated_cents, coalesce(sum(a.cents), 0) as allocations from bank_movements m
      left join payment_allocations a on a.movement_id = m.id
      group by m.id having coalesce(sum(a.cents), 0) <> m.allocated_cents or abs(m.allocated_cents) > abs(m.cents)`,
  },
  {
    name: 'document_payments',
    promise:
      'what is kept as paid of an invoice is the sum of its allocations, and never more than its amount',
    statement: `
      select d.id, d.gross_cents, s.paid_cents, coalesce(a.cents, 0) as allocations from billing_documents d
      left join document_settlements s on s.document_id = d.id
      left join (select document_id, sum(cents) as cents from payment_allocations group by 1) a on a.document_id = d.id
      where coalesce(s.paid_cents, 0) <> coalesce(a.cents, 0) or coalesce(s.paid_cents, 0) > d.gross_cents
        or s.gross_cents <> d.gross_cents`,
  },
  {
    name: 'statement_balances',
    promise: 'what a statement said was there, and came and went, is what it says is there',
    statement: `
      select s.id, s.opening_cents, s.closing_cents from bank_statements s
      left join (select statement_id, sum(cents) as cents from bank_movements group by 1) m on m.statement_id = s.id
      where s.repeated = 0 and s.opening_cents + coalesce(m.cents, 0) <> s.closing_cents`,
  },
  {
    name: 'customer_balances',
    promise: 'what the books say a customer owes is what was invoiced, less credits, less what it paid',
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
    name: 'debits_of_batches',
    promise: 'a file of debits for the bank is the sum of what was put in it',
    statement: `
      select b.id, b.debits, b.total_cents, count(d.id), sum(d.cents) from direct_debit_batches b
      left join direct_debits d on d.batch_id = b.id where b.state <> 'cancelled'
      group by b.id having count(d.id) <> b.debits or coalesce(sum(d.cents), 0) <> b.total_cents`,
  },
]
