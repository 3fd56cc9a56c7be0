import { setTimeout as delay } from 'node:timers/promises'
import type { SimulatorDb, SimulatorTx } from '~/db/simulator-client'
import { DriverError, deadlineError } from '../port/driver-error'
import { isDatabaseAway } from './database-away'

/** Dependencies of every simulated call. */
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
 * Runs one transaction of the datacenter. A refusal is a normal result: it is thrown before any change, and counted
 * strikes are committed. An unavailable database is an unreachable datacenter.
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

/** Waits `millis` on the client's side; ends early when the caller gives up. */
export async function pause(millis: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw deadlineError(signal)
  if (millis <= 0) return
  await delay(millis, undefined, { signal }).catch(() => {
    throw deadlineError(signal)
  })
}
