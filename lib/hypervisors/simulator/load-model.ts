import { createHash } from 'node:crypto'

type Machine = { name: string; vcpu: number; memoryMib: number; rootDiskGib: number; startedAt: Date }
type Load = {
  cpuMicros: number
  memoryMib: number
  diskMib: number
  receivedBytes: number
  sentBytes: number
}

const daySeconds = 86_400
/** The load peaks in the afternoon. */
const peakSeconds = 14.5 * 3_600
const ripples = [
  { seconds: 2_700, weight: 0.5 },
  { seconds: 420, weight: 0.3 },
  { seconds: 70, weight: 0.2 },
] as const

/**
 * Models the use of a simulated machine since its start. The load rises by day, with ripples of minutes, and depends
 * only on the machine's name and the clock: counters never decrease while it runs, and two reads at once agree. Pure.
 */
export function loadAt(machine: Machine, now: Date): Load {
  const of = traits(machine.name)
  const start = machine.startedAt.getTime() / 1000
  const end = Math.max(start, now.getTime() / 1000)
  const age = end - start
  const busy = (base: number, swing: number) => worked(end, base, swing, of) - worked(start, base, swing, of)
  const warm = 1 - Math.exp(-age / 5_400)
  const memoryShare = 0.16 + 0.1 * of.size + (0.3 + 0.2 * of.size) * warm + 0.03 * wave(end, 2_700, of.phase)
  const diskShare = 0.08 + 0.25 * of.size + 0.4 * (1 - Math.exp(-age / (120 * daySeconds)))
  const traffic = busy(0.2, 0.8) * (20_000 + 400_000 * of.traffic) * machine.vcpu
  return {
    cpuMicros: Math.round(busy(0.03 + 0.05 * of.size, 0.12 + 0.45 * of.traffic) * machine.vcpu * 1_000_000),
    memoryMib: Math.round(machine.memoryMib * memoryShare),
    diskMib: Math.round(machine.rootDiskGib * 1024 * diskShare),
    receivedBytes: Math.round(traffic * 0.3),
    sentBytes: Math.round(traffic),
  }
}

/** Returns numbers from 0 to 1 derived from a name. */
function traits(name: string): { size: number; traffic: number; phase: number } {
  const digest = createHash('sha256').update(name).digest()
  const part = (at: number) => digest.readUInt16BE(at) / 65_535
  return { size: part(0), traffic: part(2), phase: part(4) }
}

const wave = (at: number, seconds: number, phase: number) => Math.sin(2 * Math.PI * (at / seconds + phase))

/** The integral of `base + swing × load`, where load is between 0 and 1. */
function worked(at: number, base: number, swing: number, of: { phase: number }): number {
  const turn = (seconds: number, phase: number) =>
    (-seconds / (2 * Math.PI)) * Math.cos(2 * Math.PI * (at / seconds + phase))
  const day = turn(daySeconds, 0.25 - peakSeconds / daySeconds)
  const rippled = ripples.reduce(
    (sum, { seconds, weight }) => sum + weight * turn(seconds, of.phase * (1 + seconds)),
    0,
  )
  return base * at + swing * (0.5 * at + 0.3 * day + 0.2 * rippled)
}
