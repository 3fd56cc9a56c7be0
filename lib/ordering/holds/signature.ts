/** What an order is of, as rules name it: the kinds of bundles, an address being one. */
export const signatureKinds = ['compute', 'storage', 'combined', 'address'] as const
export type SignatureKind = (typeof signatureKinds)[number]

export type SignatureRule = {
  fromCents: bigint
  projectId: string | null
  costCentre: string | null
  kind: SignatureKind | null
  approvals: number
}

/** Of an order or a change: where a rule looks whether it fits. */
type Signed = {
  monthlyCents: bigint
  projectId: string
  costCentre: string | null
  kinds: readonly string[]
}
export type SignedOrder = Signed

/** What the same member committed before on the same day, and how many others had to agree to it. */
export type SignedBefore = Signed & { approvals: number }

export type NeededApprovals = {
  approvals: number
  /** The sum of the day with this order, where that is what the strictest rule asks for; null where the order is enough by itself. */
  dayCents: bigint | null
}

/**
 * How many others must agree to this order: the strictest of the rules that fit it, none when none does. A rule compares
 * the sum of the day, for parts must not pass where the whole does not; what as many others as it asks for had to agree to
 * is left out of that sum: it was decided. Pure.
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

/** The smallest amount from which others must agree, with what was committed before on the same day; null without such a rule. Pure. */
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

/** How long capacity waits for a decision, when those who decide are reminded, and when owners are told. */
export const holdHours = { until: 120, reminded: 24, escalated: 48 } as const
