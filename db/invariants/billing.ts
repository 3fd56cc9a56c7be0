import type { Invariant } from './invariant.ts'

/** Invariants of invoices and books; figures come from the stored issued documents. */
export const billingInvariants: readonly Invariant[] = [
  {
    name: 'ledger_sums',
    promise: 'every transaction of the ledger sums to zero',
    statement: `
      select t.id, coalesce(sum(e.debit_cents), 0) as debits, coalesce(sum(e.credit_cents), 0) as credits
      from ledger_transactions t left join ledger_entries e on e.transaction_id = t.id
      group by t.id having coalesce(sum(e.debit_cents), 0) = 0 or sum(e.debit_cents) <> sum(e.credit_cents)`,
  },
  {
    name: 'ledger_balances',
    promise: 'every balance is the sum of its entries',
    statement: `
      select coalesce(b.account, f.account) as account, coalesce(b.auxiliary, f.auxiliary) as auxiliary, b.balance_cents, f.folded
      from ledger_balances b full join (
        select t.selling_entity_id, e.account, coalesce(e.auxiliary, '') as auxiliary, sum(e.debit_cents - e.credit_cents) as folded
        from ledger_entries e join ledger_transactions t on t.id = e.transaction_id group by 1, 2, 3
      ) f using (selling_entity_id, account, auxiliary)
      where b.balance_cents is distinct from f.folded`,
  },
  {
    name: 'ledger_sequence',
    promise: 'the entries of the books are numbered 1..n without a gap',
    statement: `
      select selling_entity_id, count(*), max(sequence) from ledger_transactions
      group by 1 having count(*) <> max(sequence) or min(sequence) <> 1`,
  },
  {
    name: 'documents_posted',
    promise: 'every issued document with an amount is posted exactly once, with its amount on the customer',
    statement: `
      select d.number, d.gross_cents, p.posted from billing_documents d
      left join lateral (
        select count(distinct t.id) as times, sum(e.debit_cents - e.credit_cents) filter (where e.account = '411000') as posted
        from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
        where t.document_id = d.id and t.kind = d.kind
      ) p on true
      where d.state = 'final' and d.gross_cents <> 0
        and (p.times <> 1 or p.posted <> case d.kind when 'invoice' then d.gross_cents else -d.gross_cents end)`,
  },
  {
    name: 'vat_waiting',
    promise:
      'VAT that is due on payment waits in its own account, as much as its invoice is not paid, and none once it is',
    statement: `
      with posted as (
        select coalesce(c.corrects_document_id, t.document_id) as invoice_id,
          sum(e.credit_cents - e.debit_cents) filter (where e.account = '445740') as waiting,
          sum(e.credit_cents - e.debit_cents) filter (where t.kind = 'vat_collected' and e.account <> '445740') as collected
        from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
        left join billing_documents c on c.id = t.document_id and c.kind = 'credit_note'
        where t.kind in ('invoice', 'credit_note', 'vat_collected') group by 1
        having count(*) filter (where e.account = '445740') > 0
      ), owed as (
        select p.*, d.number, d.vat_cents - coalesce(c.vat, 0) as vat, d.gross_cents - coalesce(c.gross, 0) as gross,
          coalesce(s.paid_cents, 0) as paid
        from posted p join billing_documents d on d.id = p.invoice_id
        left join document_settlements s on s.document_id = d.id
        left join lateral (select sum(vat_cents) as vat, sum(gross_cents) as gross from billing_documents c
          where c.corrects_document_id = d.id and c.state = 'final') c on true
      )
      select number, vat, gross, paid, waiting, collected from owed
      where waiting + coalesce(collected, 0) <> vat
        or (paid = gross and waiting <> 0)
        or (paid = 0 and coalesce(collected, 0) <> 0)
        or (paid > 0 and paid < gross and abs(collected * gross - vat * paid) > 3 * abs(gross))`,
  },
  {
    name: 'use_billed_once',
    promise: 'no meter of a resource is billed twice for the same part of a month',
    statement: `
      select l.bound, count(*) from billing_document_lines l where l.bound is not null group by 1 having count(*) > 1`,
  },
  {
    name: 'billed_seconds',
    promise: 'no more is billed of a meter than 720 hours a month, nor than it ran',
    statement: `
      select l.organisation_id, l.usage_period, l.resource_id, l.meter, sum(l.billed_seconds) as billed
      from billing_document_lines l where l.bound is not null and l.kind in ('usage', 'late_usage')
      group by 1, 2, 3, 4 having sum(l.billed_seconds) > 720 * 3600 or sum(l.billed_seconds) > sum(l.used_seconds)`,
  },
  {
    name: 'document_numbers',
    promise:
      'the documents of a series are numbered 1..n without a gap, except those of a confirmed jump, their days never going back',
    statement: `
      select s.series, s.count, s.max from (
      select series, selling_entity_id, count(*), max(n), min(n), bool_or(issued_on < before) as is_back from (
        select series, selling_entity_id, split_part(number, '-', 3)::int as n, issued_on,
          lag(issued_on) over (partition by selling_entity_id, series order by number) as before
        from billing_documents where state = 'final') d
      group by selling_entity_id, series) s
      left join lateral (select sum(to_number - from_number + 1) as jumped from number_jumps j
        where (j.selling_entity_id, j.series) = (s.selling_entity_id, s.series) and confirmed_at is not null and to_number < s.max) j on true
      where s.count + coalesce(j.jumped, 0) <> s.max or s.min <> 1 or s.is_back`,
  },
  {
    name: 'document_totals',
    promise: 'a document’s total is the sum of its lines and of each rate’s VAT on the sum of its lines',
    statement: `
      select d.number, d.net_cents, s.net, d.vat_cents, v.vat from billing_documents d
      join lateral (select sum(net_cents) as net from billing_document_lines l where l.document_id = d.id) s on true
      join lateral (
        select sum(case when base >= 0 then div(2 * base * rate + 10000, 20000) else -div(-2 * base * rate + 10000, 20000) end) as vat
        from (select vat_rate_basis_points as rate, vat_category, sum(net_cents) as base from billing_document_lines l
          where l.document_id = d.id group by 1, 2) r
      ) v on true
      where d.state = 'final' and (s.net <> d.net_cents or (d.kind = 'invoice' and v.vat <> d.vat_cents)
        or abs(v.vat - d.vat_cents) > 1)`,
  },
  {
    name: 'document_hashes',
    promise: 'every document is stored as issued, by the hash of its text',
    statement: `
      select number from billing_documents
      where content_sha256 <> encode(sha256(convert_to(content::text, 'UTF8')), 'hex')`,
  },
  {
    name: 'credits_within',
    promise: 'no more is credited of an invoice than it came to',
    statement: `
      select i.number, i.net_cents, sum(c.net_cents) as credited from billing_documents c
      join billing_documents i on i.id = c.corrects_document_id where c.state = 'final'
      group by i.id having sum(c.net_cents) > i.net_cents or sum(c.vat_cents) > i.vat_cents`,
  },
]
