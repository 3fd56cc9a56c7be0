import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import { committedMonthlyCents, costMoment, monthToDateCentsByMinute } from '~/lib/usage'
import { listOpenDocuments } from '../queries/open-documents'
import { collectLines } from '../usage/collect-lines'
import { collectUnbilledMonth } from '../usage/collect-unbilled-month'
import { monthsUpTo } from '../usage/months-up-to'
import { listCostHistory } from '../usage/queries/usage'

/** Amounts in cents, as text: `months`, `toDateCents` and `committedCents` without VAT, open amounts with VAT. Days `YYYY-MM-DD`. */
export type CustomerAccount = {
  toDateCents: string
  /** Twelve months without VAT, the first first, as the customer's costs page has them: invoiced, or rated before. */
  months: { period: string; cents: string }[]
  /** By month: everything in place, and orders that wait. */
  committedCents: string
  openCents: string
  overdueCents: string
  /** Unpaid invoices, the first due first. */
  open: { id: Id<'invoice'>; number: string; dueOn: string; openCents: string; isLate: boolean }[]
}

/** In a transaction of staff: what one customer uses and owes. The caller has authorised. */
export async function readCustomerAccount(
  tx: Tx,
  { now }: Pick<OpContext, 'now'>,
  organisationId: Id<'organisation'>,
): Promise<CustomerAccount> {
  const today = parisDay(now)
  const period = periodOf(now)
  const periods = monthsUpTo(period)
  const before = periodAfter(period, -1)
  const [toDate, committed, documents, history, unbilled, running] = await Promise.all([
    monthToDateCentsByMinute(tx, { membership: null, now }, organisationId),
    committedMonthlyCents(tx, organisationId, now),
    listOpenDocuments(tx, organisationId),
    listCostHistory(
      tx,
      organisationId,
      { from: periods[0] ?? before, before: period },
      { by: 'project', tagKey: '' },
    ),
    collectUnbilledMonth(tx, organisationId, before, 'fr'),
    collectLines(tx, { organisationId, period, until: costMoment(now), language: 'fr' }),
  ])
  const unpaid = documents.filter(({ openCents }) => openCents > 0n)
  const parts = [
    ...history.map((each) => ({ period: each.period, cents: BigInt(each.cents) })),
    ...(unbilled?.lines ?? []).map(({ netCents }) => ({ period: before, cents: netCents })),
    ...running.lines.map(({ netCents }) => ({ period, cents: netCents })),
  ]
  const costOf = (month: string) =>
    parts.reduce((sum, part) => (part.period === month ? sum + part.cents : sum), 0n)
  const sum = (rows: typeof unpaid) => `${rows.reduce((cents, { openCents }) => cents + openCents, 0n)}`
  return {
    toDateCents: `${toDate}`,
    months: periods.map((each) => ({ period: each, cents: `${costOf(each)}` })),
    committedCents: `${committed}`,
    openCents: sum(unpaid),
    overdueCents: sum(unpaid.filter(({ dueOn }) => dueOn < today)),
    open: unpaid.map(({ id, number, dueOn, openCents }) => ({
      id,
      number,
      dueOn,
      openCents: `${openCents}`,
      isLate: dueOn < today,
    })),
  }
}
