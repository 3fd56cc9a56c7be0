import type { Invariant } from './invariant.ts'

/** Invariants of e-reporting declarations; the last revision of a period is in force. */
export const ereportingInvariants: readonly Invariant[] = [
  {
    name: 'declared_once',
    promise: 'a document or a payment is in one declaration in force at most',
    statement: `
      select i.source_id, count(*) from declaration_items i join declarations d on d.id = i.declaration_id
      where not exists (select 1 from declarations n where n.selling_entity_id = d.selling_entity_id and n.kind = d.kind
        and n.from_on = d.from_on and n.revision > d.revision)
      group by 1 having count(*) > 1`,
  },
  {
    name: 'declaration_totals',
    promise: 'a declaration’s total is the sum of its items for the documents and payments of its period',
    statement: `
      select d.number, d.items, d.net_cents, d.vat_cents, d.paid_cents from declarations d
      left join declaration_items i on i.declaration_id = d.id
      group by d.id having count(i.source_id) <> d.items or coalesce(sum(i.net_cents), 0) <> d.net_cents
        or coalesce(sum(i.vat_cents), 0) <> d.vat_cents or coalesce(sum(i.paid_cents), 0) <> d.paid_cents
        or bool_or(i.happened_on not between d.from_on and d.to_on)`,
  },
  {
    name: 'declared_amounts',
    promise: 'a declaration reports a document as issued, and at most the paid amount of a payment',
    statement: `
      select i.declaration_id, i.source_id from declaration_items i join billing_documents d on d.id = i.document_id
      left join payment_allocations a on a.id = i.source_id
      where case when i.flow in ('10.1', '10.3')
        then i.source_id <> i.document_id or i.net_cents <> case d.kind when 'invoice' then d.net_cents else -d.net_cents end
          or i.vat_cents <> case d.kind when 'invoice' then d.vat_cents else -d.vat_cents end
        else a.id is null or a.document_id <> i.document_id or abs(i.paid_cents) > abs(a.cents) end`,
  },
  {
    name: 'periods_apart',
    promise: 'the periods declared of one kind do not overlap, and each begins its revisions at one',
    statement: `
      select a.number, b.number as other from declarations a join declarations b
        on b.selling_entity_id = a.selling_entity_id and b.kind = a.kind and b.from_on > a.from_on and b.from_on <= a.to_on
      union all
      select min(number), '' from declarations group by selling_entity_id, kind, from_on having max(revision) <> count(*)`,
  },
  {
    name: 'never_declared_as_e_invoice',
    promise: 'no document that an approved platform or Chorus Pro has as an e-invoice is declared',
    statement: `
      select i.document_id from declaration_items i join document_deliveries v on v.document_id = i.document_id
      join billing_documents d on d.id = i.document_id
      where v.channel in ('platform', 'chorus_pro') and d.content -> 'buyer' ->> 'isTaxable' is not null`,
  },
]
