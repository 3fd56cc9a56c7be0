import type { Invariant } from './invariant.ts'

/** Invariants of costs, exports and the claims of formal notices. */
export const accountingInvariants: readonly Invariant[] = [
  {
    name: 'cost_anomalies_once',
    promise: 'a lasting cost anomaly is notified on its first day only',
    statement: `
      select a.project_id, a.day from cost_anomalies a
      join cost_anomalies b on b.organisation_id = a.organisation_id and b.project_id = a.project_id and b.day = a.day - 1
      where a.is_told and (a.cents > a.expected_cents) = (b.cents > b.expected_cents)`,
  },
  {
    name: 'scheduled_exports_whole',
    promise:
      'a schedule sends only documents issued by then, and everything issued before its last sending was sent',
    statement: `
      select s.id as schedule_id, d.number from export_schedules s
      join billing_documents d on d.organisation_id = s.organisation_id and d.state = 'final'
      left join export_documents e on e.schedule_id = s.id and e.document_id = d.id
      where s.kind not in ('payments', 'accruals', 'usage_records') and e.document_id is null and d.finalised_at >= coalesce((select max(p.closed_at) from billed_months p
          where p.organisation_id = s.organisation_id and p.closed_at < s.created_at), '-infinity')
        and d.finalised_at < (select max(x.created_at) - interval '1 hour' from scheduled_exports x
          where x.schedule_id = s.id and x.state <> 'failed'
            and x.created_at > coalesce((select max(f.finished_at) from scheduled_exports f
              where f.schedule_id = s.id and f.state = 'failed'), '-infinity'))`,
  },
  {
    name: 'scheduled_payments_whole',
    promise:
      'a payment schedule sends only payments recorded by then, and everything recorded before its last sending was sent',
    statement: `
      select s.id as schedule_id, a.id from export_schedules s
      join payment_allocations a on a.organisation_id = s.organisation_id
      left join export_payments e on e.schedule_id = s.id and e.allocation_id = a.id
      where s.kind = 'payments' and e.allocation_id is null
        and a.created_at >= coalesce(((select max(p.period) from billed_months p
          where p.organisation_id = s.organisation_id and p.closed_at < s.created_at) || '-01')::timestamp at time zone 'Europe/Paris', '-infinity')
        and a.created_at < (select max(x.created_at) - interval '1 hour' from scheduled_exports x
          where x.schedule_id = s.id and x.state <> 'failed'
            and x.created_at > coalesce((select max(f.finished_at) from scheduled_exports f
              where f.schedule_id = s.id and f.state = 'failed'), '-infinity'))`,
  },
  {
    name: 'claims_of_notices',
    // Notices sent before claims were posted have no entry in the books.
    promise: 'the books contain the claims of formal notices to the cent',
    statement: `
      select l.document_id, l.posted, coalesce(c.claimed, 0) as claimed from (
        select t.document_id, sum(e.debit_cents) as posted from ledger_transactions t
        join ledger_entries e on e.transaction_id = t.id and e.account = '468700'
        where t.kind in ('late_interest', 'recovery_fee') group by 1) l
      left join (select document_id, sum(interest_cents + fee_cents) as claimed from dunning_steps
        where step = 'formal_notice' and outcome = 'sent' group by 1) c on c.document_id = l.document_id
      where l.posted <> coalesce(c.claimed, 0)`,
  },
]
