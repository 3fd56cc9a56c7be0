import type { Tx } from '~/db/client'
import type { Driver } from '~/lib/hypervisors'
import type { Backoff } from './backoff'
import type { CrashHook } from './crash-point'
import type { DefinitionOf, SagaVocabulary } from './definition'

/** All dependencies of the engine: tests replace clock, randomness and crashes here. */
export type Engine = {
  /** The holder in a lease; unique per process. */
  workerId: string
  /** Returns the definition of a kind of saga. */
  definitionOf: DefinitionOf
  /** Only sagas whose steps are all in it are driven. */
  vocabulary: SagaVocabulary
  /** Returns the driver for the zone of this resource. */
  driverFor(tx: Tx, resourceId: string): Promise<Driver>
  now(): Date
  /** 0 ≤ random < 1. */
  random(): number
  crash: CrashHook
  leaseSeconds: number
  heartbeatMs: number
  /** A call without an answer by then counts as failed; its effect may still happen. */
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
