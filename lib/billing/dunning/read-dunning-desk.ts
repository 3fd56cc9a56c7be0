import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { daysBetween } from '~/lib/kernel/time/calendar-day'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { ageBuckets, bucketOfAge } from '../invoices/age'
import { listRates, listSuspended } from '../queries/dunning'
import type { OpenDocumentRow } from '../queries/open-documents'
import { readLateInvoices } from './read-late'
import type { DunningDesk } from './views'

/** Every late invoice with its steps taken and the next one; pending decisions first. */
export async function readDunningDesk(ctx: OpContext): Promise<DunningDesk> {
  authorizeStaff(ctx, 'billing:inspect')
  const today = parisDay(ctx.now)
  return withStaff(ctx, async (tx) => {
    const late = await readLateInvoices(tx, today)
    const views = late.map(({ document, debtor, kind, interestCents, feeCents, done, next, ...rest }) => ({
      documentId: document.id,
      organisationId: document.organisationId,
      number: document.number,
      customer: document.customerName,
      organisationState: debtor.state,
      kind,
      dueOn: document.dueOn,
      daysLate: daysBetween(document.dueOn, today),
      openCents: `${document.openCents}`,
      interestCents: interestCents === null ? null : `${interestCents}`,
      feeCents: `${feeCents}`,
      done: done.map(({ step, on, outcome }) => ({ step, on, outcome })),
      decision: next?.step === 'suspension' || next?.step === 'doubtful' ? next.step : null,
      isAwaited: rest.isAwaited,
      heldFor: rest.heldFor,
      said: rest.said,
    }))
    return {
      late: [...views.filter(({ decision }) => decision), ...views.filter(({ decision }) => !decision)],
      lateCents: `${late.reduce((sum, { document }) => sum + document.openCents, 0n)}`,
      ageing: ageing(
        late.map(({ document }) => document),
        today,
      ),
      suspended: await listSuspended(tx),
      rates: await listRates(tx),
    }
  })
}

function ageing(late: readonly OpenDocumentRow[], today: string): DunningDesk['ageing'] {
  return ageBuckets
    .filter((bucket) => bucket !== 'current')
    .map((bucket) => {
      const inBucket = late.filter(({ dueOn }) => bucketOfAge(dueOn, today) === bucket)
      const openCents = inBucket.reduce((sum, document) => sum + document.openCents, 0n)
      return { bucket, documents: inBucket.length, openCents: `${openCents}` }
    })
}
