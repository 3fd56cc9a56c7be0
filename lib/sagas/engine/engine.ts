import type { Tx } from '~/db/client'
import type { Driver } from '~/lib/hypervisors'
import type { Backoff } from './backoff'
import type { CrashHook } from './crash-point'
import type { DefinitionOf } from './definition'

/** Everything from outside that the engine uses: tests put their own clock, chance and crashes here. */
export type Engine = {
  /** Names the holder in a lease; another for each process. */
  workerId: string
  /** What a saga of this kind consists of. */
  definitionOf: DefinitionOf
  /** The driver of the zone of this resource. */
  driverFor(tx: Tx, resourceId: string): Promise<Driver>
  now(): Date
  /** 0 ≤ random < 1. */
  random(): number
  crash: CrashHook
  leaseSeconds: number
  heartbeatMs: number
  /** A call that has not answered by then counts as failed; its effect may still come. */
  callTimeoutMs: number
  attemptsMax: number
  undoAttemptsMax: number
  backoff: Backoff
}

export const engineDefaults = {
  leaseSeconds: 5,
  heartbeatMs: 1_500,
  callTimeoutMs: 30_000,
  attemptsMax: 4,
  undoAttemptsMax: 6,
  backoff: { firstMs: 400, longestMs: 5_000 },
} as const
