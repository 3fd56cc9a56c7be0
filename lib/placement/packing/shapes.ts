/**
 * The size of a server or host in whole units of the caller's choice. Memory may be counted in quarters of a
 * GiB or in GiB: the cost of a bound grows with the host's units.
 */
export type Size = { vcpu: number; memory: number }

/** How many servers of each shape one host holds together. Same order and length as the shapes. */
export type Pattern = readonly number[]

export function fitsIn(size: Size, room: Size): boolean {
  return size.vcpu <= room.vcpu && size.memory <= room.memory
}

/** How many servers of one shape fit on an empty host. */
export function timesIn(host: Size, shape: Size): number {
  const times = [
    shape.vcpu > 0 ? Math.floor(host.vcpu / shape.vcpu) : Number.POSITIVE_INFINITY,
    shape.memory > 0 ? Math.floor(host.memory / shape.memory) : Number.POSITIVE_INFINITY,
  ]
  return Math.min(...times)
}
