/** A network or address that may have been restored by a recovery that lost rows. */
type Restorable<I extends string> = { id: I; revision: number; unverified: boolean; isBusy: boolean }

/** Lists restored rows that the hypervisor may contradict: differences wait for a person. Pure. */
export function listUnverified(rows: readonly Restorable<string>[]): string[] {
  return rows.filter(({ unverified }) => unverified).map(({ id }) => id)
}

/** Lists restored rows that match the hypervisor in this comparison. Pure. */
export function listConfirmed<I extends string>(
  rows: readonly Restorable<I>[],
  drifts: readonly { subject: string }[],
): Restorable<I>[] {
  const differing = new Set(drifts.map(({ subject }) => subject))
  return rows.filter(({ id, unverified, isBusy }) => unverified && !isBusy && !differing.has(id))
}
