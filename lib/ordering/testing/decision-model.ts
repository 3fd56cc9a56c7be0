import type { Id } from '~/lib/kernel/ids'

/** All orders are servers of one size, so an amount is a number of servers. */
export type ModelOrder = {
  id: Id<'order'>
  quoteId: string | null
  quantity: number
  isUnderPurchaseOrder: boolean
  /** The day of Paris on which it was placed, counted from the start. */
  day: number
  /** Whether an approval, and whether the operator's decision, was needed when it was placed. */
  needsAnother: boolean
  needsOperator: boolean
  /** What it still waits for; empty once it is carried out. */
  reasons: Set<'quote' | 'approval' | 'operator' | 'over_purchase_order' | 'obstacle'>
  /** The hour of the last try, when an obstacle stops it. */
  triedAt: number | null
  hasApproverDecided: boolean
  isSigned: boolean
  /** Hours after the start. */
  expiresAt: number
  state: 'held' | 'accepted' | 'refused' | 'withdrawn' | 'expired'
}

/**
 * An independent model of the holds of an organisation's orders: a rule needs one approval from `approvalFrom`
 * servers of a day on, the operator reviews more than `smallMax` of a day, a purchase order has room for
 * `ceiling` servers, and the zone for `free`.
 */
export type DecisionModel = {
  hour: number
  free: number
  ceiling: number
  /** Recovery mode: an order that needs no decision is refused, an approved one waits. */
  isRecovering: boolean
  orders: ModelOrder[]
}

export const approvalFrom = 2
export const smallMax = 14
export const openQuotesMax = 10
const holdHours = 120

export const live = ({ orders }: DecisionModel) => orders.filter(({ state }) => state === 'held')
const isRunningOrHeld = ({ state }: ModelOrder) => state === 'held' || state === 'accepted'

const isOver = ({ state, reasons }: ModelOrder) => state === 'held' && reasons.has('over_purchase_order')

/** Whether this many more fit under the purchase order with all existing and waiting ones, without `except`. */
function fits(model: DecisionModel, quantity: number, except: readonly ModelOrder[] = []): boolean {
  const others = model.orders.filter(
    (order) => !except.includes(order) && order.isUnderPurchaseOrder && isRunningOrHeld(order),
  )
  return others.reduce((sum, order) => sum + order.quantity, 0) + quantity <= model.ceiling
}

/** The servers of today's orders that needed no decision. */
function countUndecided(model: DecisionModel, isDecided: (order: ModelOrder) => boolean): number {
  return model.orders
    .filter((order) => order.day === dayOf(model.hour) && isRunningOrHeld(order) && !isDecided(order))
    .reduce((sum, order) => sum + order.quantity, 0)
}

type Asked = { quantity: number; isUnderPurchaseOrder: boolean; quoteDays: number | null }

/** The answer to an order, and what it would wait for. */
export function expectedOutcome(model: DecisionModel, { quantity, isUnderPurchaseOrder, quoteDays }: Asked) {
  const openQuotes = live(model).filter(({ quoteId }) => quoteId !== null).length
  if (quoteDays !== null && openQuotes >= openQuotesMax) return { outcome: 'state_forbids' as const }
  if (quantity > model.free) return { outcome: 'insufficient_capacity' as const }
  const reasons: ModelOrder['reasons'] = new Set()
  if (quoteDays !== null) reasons.add('quote')
  if (isUnderPurchaseOrder && !fits(model, quantity)) reasons.add('over_purchase_order')
  if (quantity + countUndecided(model, (order) => order.needsAnother) >= approvalFrom) reasons.add('approval')
  if (quantity + countUndecided(model, (order) => order.needsOperator) > smallMax) reasons.add('operator')
  const outcome = quoteDays !== null ? 'quoted' : reasons.size > 0 ? 'held' : 'accepted'
  if (outcome === 'accepted' && model.isRecovering) return { outcome: 'recovery_in_progress' as const }
  return { outcome: outcome as 'quoted' | 'held' | 'accepted', reasons }
}

export function take(model: DecisionModel, asked: Asked, id: Id<'order'>, quoteId: string | null): void {
  const answer = expectedOutcome(model, asked)
  if (!answer.reasons) throw new Error('it was refused')
  model.free -= asked.quantity
  model.orders.push({
    id,
    quoteId,
    quantity: asked.quantity,
    isUnderPurchaseOrder: asked.isUnderPurchaseOrder,
    day: dayOf(model.hour),
    needsAnother: answer.reasons.has('approval') || answer.reasons.has('quote'),
    needsOperator: answer.reasons.has('operator'),
    reasons: answer.reasons,
    triedAt: null,
    hasApproverDecided: false,
    isSigned: false,
    // A quote made at ten in the morning is valid through the last of its days.
    expiresAt:
      model.hour + (asked.quoteDays === null ? holdHours : untilMidnight(model.hour, asked.quoteDays)),
    state: answer.outcome === 'accepted' ? 'accepted' : 'held',
  })
}

/** The start is ten in the morning in Paris. */
const dayOf = (hour: number) => Math.floor((hour + 10) / 24)

/** Hours from now to the end of the day this many days ahead; the start is ten in the morning in Paris. */
function untilMidnight(hour: number, days: number): number {
  const ofDay = (hour + 10) % 24
  return days * 24 + (24 - ofDay)
}

/** Removes the reason, and carries the order out when no reason and no obstacle is left. */
export function clearReasons(
  model: DecisionModel,
  order: ModelOrder,
  ...over: ('quote' | 'approval' | 'operator')[]
): void {
  for (const reason of over) order.reasons.delete(reason)
  if (order.reasons.size > 0) return
  if (!model.isRecovering) {
    order.state = 'accepted'
    return
  }
  order.reasons.add('obstacle')
  order.triedAt = model.hour
}

/** Retries unexpired orders that an obstacle stopped before this hour. */
export function retry(model: DecisionModel): void {
  for (const order of live(model)) {
    if (order.triedAt === null || order.triedAt >= model.hour || order.expiresAt <= model.hour) continue
    order.reasons.delete('obstacle')
    clearReasons(model, order)
  }
}

/** Ends the order without carrying it out, and releases its capacity. */
export function drop(model: DecisionModel, order: ModelOrder, state: ModelOrder['state']): void {
  order.state = state
  order.reasons.clear()
  model.free += order.quantity
}

/**
 * Sets the room of the purchase order: orders that fit drop the reason, the longest wait first. Orders behind that wait for
 * the same room do not count, or two of which one fits would block each other.
 */
export function amend(model: DecisionModel, ceiling: number): void {
  model.ceiling = ceiling
  for (const [index, order] of model.orders.entries()) {
    if (!isOver(order) || order.expiresAt <= model.hour) continue
    const behind = model.orders.slice(index + 1).filter(isOver)
    if (!fits(model, order.quantity, [order, ...behind])) continue
    order.reasons.delete('over_purchase_order')
    clearReasons(model, order)
  }
}

/** Expires due orders. */
export function sweep(model: DecisionModel): void {
  for (const order of live(model)) if (order.expiresAt <= model.hour) drop(model, order, 'expired')
}
