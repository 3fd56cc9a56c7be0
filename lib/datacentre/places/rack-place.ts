export type RackPlace = { name: string; rackUnit: number | null; heightUnits: number }

export type PlaceRefusal =
  | { reason: 'unit_outside'; params: { units: string } }
  | { reason: 'unit_taken'; params: { host: string } }

/**
 * Returns why a host cannot occupy these units of a rack, or null. A host without a rack unit occupies no position.
 * Pure.
 */
export function refusePlace(
  rackUnits: number,
  others: readonly RackPlace[],
  wanted: Omit<RackPlace, 'name'>,
): PlaceRefusal | null {
  const { rackUnit: bottom, heightUnits } = wanted
  if (bottom === null) return null
  const top = bottom + heightUnits - 1
  if (top > rackUnits) return { reason: 'unit_outside', params: { units: String(rackUnits) } }
  const rival = others.find(
    (other) =>
      other.rackUnit !== null && other.rackUnit <= top && bottom <= other.rackUnit + other.heightUnits - 1,
  )
  return rival ? { reason: 'unit_taken', params: { host: rival.name } } : null
}
