import { createHash } from 'node:crypto'
import type { SimulatedOperationName } from './fault-names'

/** Duration of each change in milliseconds at 100 %. A volume, a server, its boot and its network: 2.4 s. */
const latencyMs: Readonly<Partial<Record<SimulatedOperationName, number>>> = {
  createVolume: 300,
  createInstance: 800,
  startInstance: 700,
  restartInstance: 900,
  stopInstance: 500,
  resizeInstance: 500,
  moveInstance: 1_500,
  connectNetwork: 300,
  disconnectNetwork: 300,
  startRescue: 1_200,
  endRescue: 600,
  deleteInstance: 400,
  copyVolume: 900,
  importVolume: 1_800,
  deleteVolume: 250,
  growVolume: 250,
  attachVolume: 250,
  detachVolume: 250,
  takeSnapshot: 300,
  restoreSnapshot: 600,
  deleteSnapshot: 250,
  takeInstanceSnapshot: 300,
  restoreInstanceSnapshot: 900,
  deleteInstanceSnapshot: 250,
  createImage: 1_500,
  deleteImage: 250,
}
const networkLatencyMs = 600
/** From the first answer to the end of cloud-init: 3 to 10 s, always the same for the same server. */
const cloudInitLatencyMs = { least: 3_000, spread: 7_000 }
const slowFactor = 10

export type Pace = { latencyPercent: number; isSlow: boolean }

export function operationMs(operation: SimulatedOperationName, pace: Pace): number {
  return paced(latencyMs[operation] ?? 0, pace)
}

/** From the end of the boot to the first answer on the network. */
export function networkMs(pace: Pace): number {
  return paced(networkLatencyMs, pace)
}

export function cloudInitMs(name: string, pace: Pace): number {
  const [high = 0, low = 0] = createHash('sha256').update(name).digest()
  const { least, spread } = cloudInitLatencyMs
  return paced(least + ((high * 256 + low) / 65_536) * spread, pace)
}

function paced(millis: number, pace: Pace): number {
  return Math.round((millis * pace.latencyPercent * (pace.isSlow ? slowFactor : 1)) / 100)
}
