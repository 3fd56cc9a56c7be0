import type { Invariant } from './invariants.ts'

/** What must hold at every moment of what is told of costs, goes out by itself, and is claimed beside an invoice. */
export const accountingInvariants: readonly Invariant[] = [
  {
    name: 'cost_anomalies_once',
    promise: 'a cost that lasts is told of on its first day alone',
    statement: `
      select a.project_id, a.day from cost_anomalies a
      join cost_anomalies b on b.organisation_id = a.organisation_id and b.project_id = a.project_id and b.day = a.day - 1
      where a.is_told = 'yes' and (a.cents > a.expected_cents) = (b.cents > b.expected_cents)`,
  },
  {
    name: 'scheduled_exports_billed',
    promise: 'what goes out of a month by itself goes once the month is billed',
    statement: `
      select e.schedule_id, e.period from scheduled_exports e
      where not exists (select 1 from billed_months b where b.organisation_id = e.organisation_id and b.period = e.period)`,
  },
  {
    name: 'claims_of_notices',
    // Notices sent before claims were posted have none in the books.
    promise: 'what the books hold of the claims of formal notices is what those claim, to the cent',
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
