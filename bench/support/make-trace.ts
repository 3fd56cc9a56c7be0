import { hashed, memoryUnitsPerGb, type Trace, type TracedServer } from './trace.ts'

const hours = 48
const ordersPerHour = 90
const shapes = [
  { vcpu: 1, memory: 2, share: 0.5, hours: 3 },
  { vcpu: 2, memory: 4, share: 0.25, hours: 1.5 },
  { vcpu: 2, memory: 8, share: 0.1, hours: 20 },
  { vcpu: 4, memory: 8, share: 0.1, hours: 6 },
  { vcpu: 16, memory: 64, share: 0.05, hours: 40 },
]

/**
 * A trace of a small cloud, deterministic by seed: half again as many orders by day as by night, of one server or of
 * several alike, with lifetimes that differ by shape and have a long tail. The figures of a real trace differ.
 */
export function makeTrace(seed = 0): Trace {
  let drawn = seed * 1_000_003
  const next = () => {
    drawn += 1
    return hashed(drawn)
  }
  const servers: TracedServer[] = []
  for (let orderId = 0, at = 0; at < hours * 3_600; orderId += 1) {
    const byDay = 1 + 0.25 * Math.sin((at / 86_400) * 2 * Math.PI)
    at += (-Math.log(1 - next()) * 3_600) / (ordersPerHour * byDay)
    const arrives = Math.floor(at)
    const shape = shapeAt(next())
    if (arrives >= hours * 3_600) break
    const count = next() < 0.7 ? 1 : 2 + Math.floor(next() * 15)
    for (let server = 0; server < count; server += 1) {
      // Log-normal, from two uniform draws.
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
      servers.push({
        orderId,
        size: { vcpu: shape.vcpu, memory: shape.memory * memoryUnitsPerGb },
        arrives,
        departs: arrives + Math.max(60, Math.floor(shape.hours * 3_600 * Math.exp(1.2 * normal - 0.7))),
      })
    }
  }
  return { servers, startSeconds: 0, endSeconds: hours * 3_600 }
}

function shapeAt(share: number): (typeof shapes)[number] {
  let left = share
  for (const shape of shapes) {
    left -= shape.share
    if (left < 0) return shape
  }
  return shapes[0] as (typeof shapes)[number]
}
