import { prepareHostBound } from './host-bound'
import { fitsIn, type Pattern, type Size } from './shapes'

/**
 * Packs servers onto as few equal hosts as possible, from scratch: the minimum for a zone if every server
 * could move. Takes the patterns of the lower bound in whole hosts, then packs the remainder largest first.
 * Returns one pattern per host. Pure.
 */
export function planRepack(host: Size, shapes: readonly Size[], counts: readonly number[]): Pattern[] {
  const { patterns } = prepareHostBound(host, shapes)(counts)
  const left = [...counts]
  const packed: number[][] = []
  for (const { pattern, times } of patterns) {
    for (let host = 0; host < Math.floor(times + 1e-6); host += 1) {
      const taken = pattern.map((count, index) => Math.min(count, left[index] ?? 0))
      if (taken.every((count) => count === 0)) break
      taken.forEach((count, index) => {
        left[index] = (left[index] ?? 0) - count
      })
      packed.push(taken)
    }
  }
  return fillUp(host, shapes, packed, left)
}

/** Places the remainder, the largest first, each where the least stays free. */
function fillUp(
  host: Size,
  shapes: readonly Size[],
  packed: number[][],
  left: readonly number[],
): number[][] {
  const free = packed.map((pattern) => roomLeft(host, shapes, pattern))
  for (const index of largestFirst(host, shapes)) {
    const shape = shapes[index] as Size
    for (let count = left[index] ?? 0; count > 0; count -= 1) {
      let best = -1
      free.forEach((room, at) => {
        if (fitsIn(shape, room) && (best === -1 || share(host, room) < share(host, free[best] as Size)))
          best = at
      })
      if (best === -1) {
        best = packed.push(shapes.map(() => 0)) - 1
        free.push({ ...host })
      }
      const [pattern, room] = [packed[best] as number[], free[best] as Size]
      pattern[index] = (pattern[index] ?? 0) + 1
      free[best] = { vcpu: room.vcpu - shape.vcpu, memory: room.memory - shape.memory }
    }
  }
  return packed
}

function roomLeft(host: Size, shapes: readonly Size[], pattern: Pattern): Size {
  return shapes.reduce(
    (room, shape, index) => ({
      vcpu: room.vcpu - shape.vcpu * (pattern[index] ?? 0),
      memory: room.memory - shape.memory * (pattern[index] ?? 0),
    }),
    host,
  )
}

const share = (host: Size, size: Size) => size.vcpu / host.vcpu + size.memory / host.memory

function largestFirst(host: Size, shapes: readonly Size[]): number[] {
  const largest = ({ vcpu, memory }: Size) => Math.max(vcpu / host.vcpu, memory / host.memory)
  return shapes
    .map((_, index) => index)
    .sort((a, b) => largest(shapes[b] as Size) - largest(shapes[a] as Size) || a - b)
}
