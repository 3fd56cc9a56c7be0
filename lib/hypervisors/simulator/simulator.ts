import { setTimeout as delay } from 'node:timers/promises'
import type { SimulatorDb, SimulatorTx } from '~/db/simulator-client'
import { DriverError, deadlineError } from '../port/driver-error'
import { isDatabaseAway } from './database-away'

/** What every simulated call needs. */
export type Simulator = { db: SimulatorDb; installation: string; now: () => Date }

export function instanceTarget(name: string): string {
  return `instance:${name}`
}

export function volumeTarget(name: string): string {
  return `volume:${name}`
}

export function imageTarget(name: string): string {
  return `image:${name}`
}

/**
 * One transaction of the datacenter. A refusal is an answer, not an accident: what was counted on the way to
 * it (a fault that struck) stays counted, and it is thrown before anything is changed. A database that is
 * away is a datacenter that cannot be reached.
 */
export async function transact<T>(simulator: Simulator, run: (tx: SimulatorTx) => Promise<T>): Promise<T> {
  const transaction = simulator.db.transaction(async (tx) => {
    try {
      return { value: await run(tx) }
    } catch (error) {
      if (error instanceof DriverError) return { refusal: error }
      throw error
    }
  })
  const ended = await transaction.catch((error: unknown) => {
    if (!isDatabaseAway(error)) throw error
    throw new DriverError('hypervisor_unreachable', {
      rawText: 'the datacenter does not answer',
      cause: error,
    })
  })
  if ('refusal' in ended) throw ended.refusal
  return ended.value
}

/** Let `millis` pass on this side of the wire, as a client that waits; ends early when the caller gives up. */
export async function pause(millis: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw deadlineError(signal)
  if (millis <= 0) return
  await delay(millis, undefined, { signal }).catch(() => {
    throw deadlineError(signal)
  })
}
