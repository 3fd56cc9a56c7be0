/** Kinds of ordered bundles as rules name them; an address is one of them. */
export const signatureKinds = ['compute', 'storage', 'combined', 'address', 'balancer'] as const
export type SignatureKind = (typeof signatureKinds)[number]

export type SignatureRule = {
  fromCents: bigint
  projectId: string | null
  costCentre: string | null
  kind: SignatureKind | null
  approvals: number
}

/** The attributes of an order or change that a rule matches. */
type Signed = {
  monthlyCents: bigint
  projectId: string
  costCentre: string | null
  kinds: readonly string[]
}
export type SignedOrder = Signed

/** An earlier commitment of the same member on the same day, and how many approvals it needed. */
export type SignedBefore = Signed & { approvals: number }

export type NeededApprovals = {
  approvals: number
  /**
   * The sum of the day including this order, when the strictest rule matches only by that sum; null when the
   * order alone matches.
   */
  dayCents: bigint | null
}

/**
 * How many approvals this order needs: those of the strictest matching rule, 0 without one. A rule compares
 * the sum of the day, because a split order must not pass where the whole would not. Commitments that already
 * needed as many approvals are left out of that sum. Pure.
 */
export function approvalsNeeded(
  rules: readonly SignatureRule[],
  order: SignedOrder,
  before: readonly SignedBefore[] = [],
): NeededApprovals {
  const found = rules
    .filter((rule) => isUnder(rule, order))
    .map((rule) => ({ rule, dayCents: order.monthlyCents + sumUndecided(rule, before) }))
    .filter(({ rule, dayCents }) => dayCents >= rule.fromCents)
  const approvals = Math.max(0, ...found.map(({ rule }) => rule.approvals))
  const strictest = found.filter(({ rule }) => rule.approvals === approvals)
  const isAlone = strictest.some(({ rule }) => order.monthlyCents >= rule.fromCents)
  return { approvals, dayCents: isAlone ? null : (strictest[0]?.dayCents ?? null) }
}

/**
 * The smallest amount that needs an approval, given earlier commitments of the day; null without such a rule.
 * Pure.
 */
export function approvalFromCents(
  rules: readonly SignatureRule[],
  order: Omit<SignedOrder, 'monthlyCents'>,
  before: readonly SignedBefore[],
): bigint | null {
  const from = rules
    .filter((rule) => isUnder(rule, { ...order, monthlyCents: 0n }))
    .map((rule) => rule.fromCents - sumUndecided(rule, before))
    .map((cents) => (cents > 1n ? cents : 1n))
  return from.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? null
}

const isUnder = (rule: SignatureRule, { projectId, costCentre, kinds }: Signed) =>
  (rule.projectId === null || rule.projectId === projectId) &&
  (rule.costCentre === null || rule.costCentre === costCentre) &&
  (rule.kind === null || kinds.includes(rule.kind))

const sumUndecided = (rule: SignatureRule, before: readonly SignedBefore[]) =>
  before
    .filter((each) => each.approvals < rule.approvals && isUnder(rule, each))
    .reduce((sum, { monthlyCents }) => sum + monthlyCents, 0n)

/**
 * Hours: how long capacity is held for a decision, when deciders are reminded, and when owners are notified.
 */
export const holdHours = { until: 120, reminded: 24, escalated: 48 } as const
