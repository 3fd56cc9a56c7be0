import type { Tx } from '~/db/client'
import { may, rolesAllowing } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { changeView } from '../changes/change-view'
import { maySign } from '../quotes/may-sign'
import { listQuotesOf } from '../quotes/queries/quotes'
import { mayDecide } from './decide-order'
import { listDelegators, listHeld } from './queries/holds'
import type { WaitingApproval, WaitingSignature } from './views'

const consideredMax = 100

/** The orders that this person can approve now and the quotes that they can sign now, the earliest end first. */
export async function readWaitingDecisions(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<{ approvals: WaitingApproval[]; signatures: WaitingSignature[] }> {
  const open = await listDecidable(tx, ctx, organisationId)
  const approvals: WaitingApproval[] = []
  const signable: typeof open = []
  for (const each of open) {
    const { held, order, project, placedBy } = each
    if (await mayDecide(tx, ctx, { order, held }))
      approvals.push({
        orderId: order.id,
        number: order.number,
        project,
        placedBy,
        change: changeView(order.change),
        monthlyCents: order.monthlyCents.toString(),
        contentHash: held.contentHash,
        until: held.expiresAt.toISOString(),
      })
    else if (await maySign(tx, ctx, { order, held })) signable.push(each)
  }
  const quotes = await listQuotesOf(
    tx,
    signable.map(({ order }) => order.id),
  )
  const signatures = signable.flatMap(({ held, order, project, placedBy }) => {
    const quote = quotes.find(({ orderId }) => orderId === order.id)
    if (!quote) return []
    return [
      {
        quoteId: quote.id,
        number: quote.number,
        project,
        placedBy,
        monthlyCents: order.monthlyCents.toString(),
        until: held.expiresAt.toISOString(),
      },
    ]
  })
  return { approvals, signatures }
}

/** Unexpired held orders that wait for an approval or a signature which a permission or a delegation lets this person give. */
async function listDecidable(tx: Tx, ctx: OpContext, organisationId: Id<'organisation'>) {
  if (ctx.actor.kind !== 'account') return []
  const { accountId } = ctx.actor
  const waiting = (await listHeld(tx, organisationId))
    .filter(
      ({ held }) =>
        held.expiresAt > ctx.now && (held.reasons.includes('approval') || held.reasons.includes('quote')),
    )
    .sort((a, b) => a.held.expiresAt.getTime() - b.held.expiresAt.getTime())
    .slice(0, consideredMax)
  const own = waiting.filter(({ order }) => may(ctx, 'order:approve', order.projectId))
  if (own.length === waiting.length) return own
  const roles = rolesAllowing('order:approve')
  const delegators = await listDelegators(tx, organisationId, accountId, parisDay(ctx.now), roles)
  return delegators.length > 0 ? waiting : own
}
