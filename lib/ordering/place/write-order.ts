import type { Tx } from '~/db/client'
import type { ReferenceCheck } from '~/db/schema/ordering/ordering'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { ClaimedPlace } from '~/lib/placement'
import type { AcceptanceRule } from '../acceptance/rules'
import { approvalsOf, type Hold, holdOrder } from '../holds/hold-order'
import { initialOrderState } from '../orders/order-state'
import { insertOrder, insertOrderLines, insertUserData } from '../queries/place'
import { requireSeller } from '../seller/require-seller'
import { planOf } from './plan-of'
import type { PreparedLine } from './prepare-lines'
import { takeOrderNumber } from './take-order-number'
import { writeResources } from './write-resources'

export type Buyer = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  accountId: Id<'account'>
  termsVersion: string
  dpaVersion: string
  referenceCheck: ReferenceCheck | null
  /** The rule that accepted it; null while a moderator reviews it. */
  acceptedBy: string | null
  /** All rules that would accept it alone. */
  acceptingRules: AcceptanceRule[]
}

/**
 * Writes the order and its lines, with its resources and sagas, or their plan while it is held. Called last:
 * the number's counter stays locked until the transaction ends.
 */
export async function writeOrder(
  tx: Tx,
  ctx: OpContext,
  buyer: Buyer,
  lines: readonly PreparedLine[],
  places: ReadonlyMap<string, ClaimedPlace>,
  hold: Hold | null,
): Promise<{ orderId: Id<'order'>; number: string }> {
  const { organisationId, projectId } = buyer
  const orderId = newId('order', ctx.now.getTime())
  const state = hold ? ('held' as const) : initialOrderState(lines.map((line) => line.bundle.kind))
  const seller = await requireSeller(tx)
  const number = await takeOrderNumber(tx, seller, ctx.now)
  await insertOrder(tx, {
    id: orderId,
    organisationId,
    projectId,
    sellingEntityId: seller.id,
    number,
    state,
    placedByAccountId: buyer.accountId,
    termsVersion: buyer.termsVersion,
    dpaVersion: buyer.dpaVersion,
    referenceCheck: buyer.referenceCheck,
    acceptedBy: buyer.acceptedBy,
    acceptingRules: buyer.acceptingRules,
    monthlyCents: lines.reduce((sum, line) => sum + line.monthlyCents, 0n),
    kinds: [...new Set(lines.map((line) => line.bundle.kind))].sort(),
    approvals: approvalsOf(hold),
    createdAt: ctx.now,
    finishedAt: state === 'delivered' ? ctx.now : null,
  })
  await insertOrderLines(
    tx,
    lines.map((line, position) => ({
      id: line.id,
      organisationId,
      orderId,
      projectId,
      position,
      bundleId: line.bundle.id,
      zoneId: line.zoneId,
      imageId: line.imageId,
      name: line.input.name,
      quantity: line.input.quantity,
      sshKeyIds: line.input.sshKeyIds,
      priceVersionIds: Object.fromEntries(line.bundle.prices.map((price) => [price.meter, price.id])),
      microCentsPerHour: line.microCentsPerHour,
      ownPrices: ownPricesOf(line),
      commitment: line.commitment,
      sshAccess: line.sshAccess,
      networkId: line.input.networkId ?? null,
      privateAddress: line.input.privateAddress ?? null,
      costReferences: definedOnly(line.input.costReferences ?? {}),
      hasUserData: line.input.userData !== undefined,
      state,
    })),
  )
  await insertUserData(
    tx,
    lines.flatMap(({ id, input: { userData } }) =>
      userData === undefined ? [] : [{ organisationId, orderLineId: id, projectId, content: userData }],
    ),
  )
  const plan = planOf(lines, places)
  if (hold) await holdOrder(tx, ctx, { ...buyer, orderId }, lines, plan, hold)
  else await writeResources(tx, ctx, buyer, plan)
  return { orderId, number }
}

/** The negotiated prices that are lower than the list price, by meter; null without any. */
function ownPricesOf({ bundle }: PreparedLine): Record<string, string> | null {
  const own = bundle.prices.filter((price) => price.listMicroCentsPerHour !== undefined)
  if (own.length === 0) return null
  return Object.fromEntries(own.map((price) => [price.meter, String(price.microCentsPerHour)]))
}

function definedOnly(references: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(references).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
