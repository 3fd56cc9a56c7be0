const mostAtOnce = 10
const mostPercent = 5

/**
 * How many of the deletions that are due may be made now: all of them when they are few, none when they are more
 * than ten or a twentieth of what is there. So many at once is more likely our own mistake than so many leftovers of
 * erased resources, and a person is to look first. Pure.
 */
export function removalsAllowed(due: number, objects: number): number {
  const most = Math.min(mostAtOnce, Math.max(1, Math.floor((objects * mostPercent) / 100)))
  return due <= most ? due : 0
}
