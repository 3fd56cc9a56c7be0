import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { committedMonthlyCents, monthToDateCentsByMinute } from '~/lib/usage'
import { listOpenDocuments } from '../queries/open-documents'

/** Amounts in cents, as text: `toDateCents` and `committedCents` without VAT, open amounts with VAT. Days `YYYY-MM-DD`. */
export type CustomerAccount = {
  toDateCents: string
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
  const [toDate, committed, documents] = await Promise.all([
    monthToDateCentsByMinute(tx, { membership: null, now }, organisationId),
    committedMonthlyCents(tx, organisationId, now),
    listOpenDocuments(tx, organisationId),
  ])
  const unpaid = documents.filter(({ openCents }) => openCents > 0n)
  const sum = (rows: typeof unpaid) => `${rows.reduce((cents, { openCents }) => cents + openCents, 0n)}`
  return {
    toDateCents: `${toDate}`,
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
