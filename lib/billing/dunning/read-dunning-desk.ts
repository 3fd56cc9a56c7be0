import { withStaff } from '~/db/client'
import { listRates, listSuspended } from '~/db/queries/billing/dunning'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/paris-day'
import { daysBetween } from './late-interest'
import { readLate } from './read-late'
import type { DunningDesk } from './views'

/** Every invoice that is late with what was done and what comes next; what a person has to decide stands first. */
export async function readDunningDesk(ctx: OpContext): Promise<DunningDesk> {
  authorizeStaff(ctx, 'billing:inspect')
  const today = parisDay(ctx.now)
  return withStaff(ctx, async (tx) => {
    const late = await readLate(tx, today)
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
    }))
    return {
      late: [...views.filter(({ decision }) => decision), ...views.filter(({ decision }) => !decision)],
      lateCents: `${late.reduce((sum, { document }) => sum + document.openCents, 0n)}`,
      ageing: ageing(late.map(({ document }) => ({ ...document, days: daysBetween(document.dueOn, today) }))),
      suspended: await listSuspended(tx),
      rates: await listRates(tx),
    }
  })
}

const bounds = [30, 60, 90] as const

/** What is late by up to 30, 60, 90 days and longer. Pure. */
export function ageing(late: readonly { openCents: bigint; days: number }[]): DunningDesk['ageing'] {
  return [...bounds, null].map((upTo, index) => {
    const from = index === 0 ? 0 : (bounds[index - 1] ?? 0)
    const within = late.filter(({ days }) => days > from && (upTo === null || days <= upTo))
    return {
      from: from + 1,
      upTo,
      documents: within.length,
      openCents: `${within.reduce((sum, { openCents }) => sum + openCents, 0n)}`,
    }
  })
}
