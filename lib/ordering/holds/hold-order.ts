import type { Tx } from '~/db/client'
import type { HeldLine, HoldReason } from '~/db/schema/ordering/buying'
import { requestHash } from '~/lib/idempotency'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { PreparedLine } from '../place/prepare-lines'
import { notifyApprovers } from './notify'
import { insertHeldOrder } from './queries/holds'

export type Hold = {
  reasons: HoldReason[]
  approvalsNeeded: number
  /** The sum of the day, when that is why approvals are needed. */
  dayCents: bigint | null
  expiresAt: Date
}

/**
 * How many other people must approve before the order is carried out, including the signer of a quote. Pure.
 */
export const approvalsOf = (hold: Hold | null): number =>
  Math.max(hold?.approvalsNeeded ?? 0, hold?.reasons.includes('quote') ? 1 : 0)

type Place = { organisationId: Id<'organisation'>; projectId: Id<'project'>; orderId: Id<'order'> }

/** Holds the order: stores exactly what it would create, and notifies those who decide. */
export async function holdOrder(
  tx: Tx,
  ctx: OpContext,
  { organisationId, projectId, orderId }: Place,
  lines: readonly PreparedLine[],
  plan: HeldLine[],
  hold: Hold,
): Promise<void> {
  // An address has no name, and it and a balancer hold no capacity.
  const named = plan.flatMap((line) => line.resources).filter(({ kind }) => kind !== 'address')
  const placed = named.filter(({ kind }) => kind !== 'balancer')
  const content = lines.map((line) => ({
    ...line.input,
    sshAccess: line.sshAccess,
    monthlyCents: line.monthlyCents.toString(),
    prices: line.bundle.prices.map((price) => price.id),
  }))
  await insertHeldOrder(tx, {
    orderId,
    organisationId,
    projectId,
    ...hold,
    plan,
    resourceIds: placed.map((resource) => resource.id),
    names: named.map((resource) => `${resource.kind} ${resource.name}`),
    contentHash: requestHash({ projectId, content, plan }),
    heldAt: ctx.now,
  })
  // The signers of a quote are notified about the quote instead.
  if (hold.reasons.includes('approval') && !hold.reasons.includes('quote'))
    await notifyApprovers(tx, ctx, { organisationId, orderId })
}
