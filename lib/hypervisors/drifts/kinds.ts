/** In the order in which an operator should handle them. */
export const driftKinds = [
  'instance_missing',
  'volume_missing',
  'image_missing',
  'balancer_missing',
  'instance_unknown',
  'volume_unknown',
  'image_unknown',
  'balancer_unknown',
  'half_created',
  'half_deleted',
  'power_differs',
  'size_differs',
  'cards_differ',
  'balancer_differs',
  'balancer_outdated',
  'rules_differ',
  'network_left',
  'host_differs',
  'renamed',
  'stranger',
  'claim_leaked',
  'address_leaked',
  'public_address_missing',
  'public_address_misdirected',
  'public_address_unknown',
] as const
export type DriftKind = (typeof driftKinds)[number]

/** A row without its object. */
export const missingKinds: readonly DriftKind[] = driftKinds.filter((kind) => kind.endsWith('_missing'))
/** An object without a row, which is kept in quarantine with the decisions about it, or one that is not ours. */
export const unknownKinds: readonly DriftKind[] = driftKinds.filter(
  (kind) => kind.endsWith('_unknown') || kind === 'stranger',
)

export function isDriftKind(value: string): value is DriftKind {
  return (driftKinds as readonly string[]).includes(value)
}
