/**
 * Returns the index of the first element for which `isBeyond` holds, in an array where it holds from some index on.
 * Pure.
 */
export function firstIndex<T>(all: readonly T[], isBeyond: (each: T) => boolean): number {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBeyond(all[middle] as T)) high = middle
    else low = middle + 1
  }
  return low
}
