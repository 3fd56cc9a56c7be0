const mostAtOnce = 10
const mostPercent = 5

/**
 * How many of the due deletions may run now: all when they are few, none when they exceed ten or a twentieth of the
 * objects. A larger number is more likely our own mistake than leftovers of erased resources, so a person must check
 * first. Pure.
 */
export function removalsAllowed(due: number, objects: number): number {
  const most = Math.min(mostAtOnce, Math.max(1, Math.floor((objects * mostPercent) / 100)))
  return due <= most ? due : 0
}
