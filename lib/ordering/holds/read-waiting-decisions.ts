import type { Tx } from '~/db/client'
import { authorizeApproval, may, rolesAllowing } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { changeView } from '../changes/change-view'
import { listQuotesOf } from '../quotes/queries/quotes'
import { awaitsApprovalOf, awaitsSignature, findFreeDelegator } from './decision-rules'
import { type DecidableRow, listDecidable, listDecisionsOf } from './queries/decidable'
import { listDelegators } from './queries/holds'
import type { WaitingApproval, WaitingSignature } from './views'

/**
 * The orders that this person can approve now and the quotes that they can sign now, the earliest end first: those of which
 * `mayDecide` and `maySign` are true, read in a few queries for all of them.
 */
export async function readWaitingDecisions(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<{ approvals: WaitingApproval[]; signatures: WaitingSignature[] }> {
  const { actor } = ctx
  if (actor.kind !== 'account' || ctx.membership?.organisationState !== 'active')
    return { approvals: [], signatures: [] }
  const rows = await listDecidable(tx, organisationId, ctx.now)
  if (rows.length === 0) return { approvals: [], signatures: [] }
  const decisions = await listDecisionsOf(tx, idsOf(rows))
  const roles = rolesAllowing('order:approve')
  const day = parisDay(ctx.now)
  const delegators = await listDelegators(tx, organisationId, actor.accountId, day, roles)
  const mayApproveOwn = await readOwnApprovals(tx, ctx, rows)

  const isOwn = ({ placedBy }: DecidableRow) => placedBy === actor.accountId
  const decidedOf = ({ orderId }: DecidableRow) => decisions.filter((each) => each.orderId === orderId)
  const isRepresenting = (row: DecidableRow) =>
    !isOwn(row) && findFreeDelegator(row, delegators, decidedOf(row)) !== undefined
  const isApprover = (row: DecidableRow) =>
    isOwn(row) ? mayApproveOwn.has(row.projectId) : may(ctx, 'order:approve', row.projectId)
  const allowed = rows.filter((row) => isApprover(row) || isRepresenting(row))
  const toApprove = allowed.filter((row) => awaitsApprovalOf(actor.accountId, row.reasons, decidedOf(row)))
  // One that needs an approval too is listed as such first: an order is one item.
  const toSign = allowed.filter(({ reasons }) => !reasons.includes('approval') && awaitsSignature(reasons))
  const quotes = await listQuotesOf(tx, idsOf(toSign))
  return {
    approvals: toApprove.map((row) => ({
      ...shown(row),
      orderId: row.orderId,
      change: changeView(row.change, ctx.locale),
      contentHash: row.contentHash,
    })),
    signatures: toSign.flatMap((row) => {
      const quote = quotes.find(({ orderId }) => orderId === row.orderId)
      return quote ? [{ ...shown(row), quoteId: quote.id, number: quote.number }] : []
    }),
  }
}

const idsOf = (rows: readonly DecidableRow[]) => rows.map(({ orderId }) => orderId)

const shown = ({ number, project, placedByName, monthlyCents, expiresAt }: DecidableRow) => ({
  number,
  project,
  placedBy: placedByName,
  monthlyCents: monthlyCents.toString(),
  until: expiresAt.toISOString(),
})

/** The projects in which this person may approve their own orders. */
async function readOwnApprovals(tx: Tx, ctx: OpContext, rows: readonly DecidableRow[]) {
  const self = ctx.actor.kind === 'account' ? ctx.actor.accountId : null
  const projects = new Set(rows.flatMap(({ placedBy, projectId }) => (placedBy === self ? [projectId] : [])))
  const allowed = new Set<Id<'project'>>()
  for (const projectId of projects) {
    try {
      await authorizeApproval(tx, ctx, { projectId, placedByAccountId: self })
      allowed.add(projectId)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
    }
  }
  return allowed
}
