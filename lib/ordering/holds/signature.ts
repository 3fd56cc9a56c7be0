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

export type SignedOrder = {
  monthlyCents: bigint
  projectId: string
  costCentre: string | null
  kinds: readonly string[]
}

/** How many others must agree to this order: the strictest of the rules that fit it, none when none does. Pure. */
export function approvalsNeeded(rules: readonly SignatureRule[], order: SignedOrder): number {
  const fitting = rules.filter(
    (rule) =>
      order.monthlyCents >= rule.fromCents &&
      (rule.projectId === null || rule.projectId === order.projectId) &&
      (rule.costCentre === null || rule.costCentre === order.costCentre) &&
      (rule.kind === null || order.kinds.includes(rule.kind)),
  )
  return Math.max(0, ...fitting.map((rule) => rule.approvals))
}

/** How long capacity waits for a decision, when those who decide are reminded, and when owners are told. */
export const holdHours = { until: 120, reminded: 24, escalated: 48 } as const
