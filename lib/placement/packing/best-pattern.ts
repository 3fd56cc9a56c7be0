import type { Pattern, Size } from './shapes'

/** Differences this small are rounding: counting them would make a pattern look better than it is. */
const tolerance = 1e-12

/**
 * The pattern of greatest worth that fits one host, where each server of shape `i` is worth `worths[i]` and
 * any number of each is allowed: the unbounded knapsack in two resources, solved exactly by tables over the
 * host's units. Pure.
 */
export function bestPattern(
  host: Size,
  shapes: readonly Size[],
  worths: readonly number[],
): { worth: number; pattern: Pattern } {
  const width = host.memory + 1
  const best = new Float64Array((host.vcpu + 1) * width)
  const last = new Int16Array(best.length).fill(-1)
  shapes.forEach((shape, index) => {
    const worth = worths[index] ?? 0
    if (worth <= tolerance || (shape.vcpu === 0 && shape.memory === 0)) return
    for (let vcpu = shape.vcpu; vcpu <= host.vcpu; vcpu += 1) {
      const row = vcpu * width
      const without = (vcpu - shape.vcpu) * width - shape.memory
      for (let memory = shape.memory; memory <= host.memory; memory += 1) {
        const value = (best[without + memory] ?? 0) + worth
        if (value <= (best[row + memory] ?? 0) + tolerance) continue
        best[row + memory] = value
        last[row + memory] = index
      }
    }
  })
  return { worth: best[best.length - 1] ?? 0, pattern: readBack(host, shapes, last) }
}

function readBack(host: Size, shapes: readonly Size[], last: Int16Array): number[] {
  const pattern = shapes.map(() => 0)
  let { vcpu, memory } = host
  for (;;) {
    const index = last[vcpu * (host.memory + 1) + memory] ?? -1
    const shape = shapes[index]
    if (!shape) return pattern
    pattern[index] = (pattern[index] ?? 0) + 1
    vcpu -= shape.vcpu
    memory -= shape.memory
  }
}
