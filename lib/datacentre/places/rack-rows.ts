type Positioned = { rackUnit: number | null; heightUnits: number }

/** A rack from top to bottom: hosts at their units, and the free units in between. */
export type RackRow<H extends Positioned> =
  | { kind: 'host'; host: H; from: number; to: number }
  | { kind: 'gap'; from: number; to: number }

/** Returns the front view of a rack from its top; hosts without a rack unit are in `loose`. Pure. */
export function rackRows<H extends Positioned>(units: number, hosts: readonly H[]) {
  const standing = hosts
    .flatMap((host) => (host.rackUnit === null ? [] : [{ host, from: host.rackUnit }]))
    .sort((a, b) => b.from - a.from)
  const rows: RackRow<H>[] = []
  let next = units
  for (const { host, from } of standing) {
    const to = from + host.heightUnits - 1
    if (to < next) rows.push({ kind: 'gap', from: to + 1, to: next })
    rows.push({ kind: 'host', host, from, to })
    next = from - 1
  }
  if (next > 0 && standing.length > 0) rows.push({ kind: 'gap', from: 1, to: next })
  return { rows, loose: hosts.filter((host) => host.rackUnit === null) }
}
