import { setTimeout as wait } from 'node:timers/promises'
import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { Incus } from '../context'
import { hasWrongAddress } from '../networks/keep-address'
import { wasBehind } from '../networks/ovn/was-behind'
import { acceptIfAlreadyDone } from '../wire/accept-if-already-done'
import { guestDidNotEnd } from '../wire/error-map'
import { run, waitForOperations } from '../wire/operations'
import { assertOwnInstance, findInstance, getOwnInstance, instancePath } from './instance-record'

/**
 * Time-outs of successive shutdown requests; after the last the call fails and the caller may force. A guest that has
 * just booted misses the first request, because Linux drops a signal that no process in the container handles yet. The
 * sum is below the engine's call time-out, so that the guest's failure is reported and not the call's.
 */
const shutdownTimeoutsSeconds = [4, 8, 12]
const guestHasEnded = /not running|already stopped/i
/** For changes that do not depend on the guest. */
const changeTimeoutSeconds = 30

/** Of a guest with another address than the reserved one. */
const restartsMax = 3

export async function startInstance(incus: Incus, resourceId: string, options: CallOptions): Promise<void> {
  if (await boot(incus, resourceId, options)) await keepAddress(incus, resourceId, options)
}

export async function bootInstance(incus: Incus, resourceId: string, options: CallOptions): Promise<void> {
  await boot(incus, resourceId, options)
}

/** Starts the server; returns false when it already ran. */
async function boot(incus: Incus, resourceId: string, { signal }: CallOptions): Promise<boolean> {
  await waitForOperations(incus, hypervisorName(resourceId), signal)
  const { record } = await getOwnInstance(incus, resourceId, signal)
  if (record.status === 'Running') return false
  await setState(incus, resourceId, { action: 'start' }, signal)
  return true
}

/**
 * Restarts a guest that requested an address before its reservation was known; by the next boot it is known, unless the
 * bridge is slow. A guest that still has another address after the last restart chose it itself.
 */
export async function keepAddress(incus: Incus, resourceId: string, { signal }: CallOptions): Promise<void> {
  for (let restarts = 0; restarts < restartsMax; restarts += 1) {
    if (!(await hasWrongAddress(incus, resourceId, signal))) return
    // One operation, because a crash between stop and start would leave the server stopped.
    await setState(incus, resourceId, { action: 'restart', force: true }, signal)
  }
}

export async function stopInstance(
  incus: Incus,
  resourceId: string,
  { force }: { force: boolean },
  { signal }: CallOptions,
): Promise<void> {
  // A forced stop must end a hanging shutdown, so it does not wait for one.
  if (!force) return shutDown(incus, resourceId, 'stop', signal)
  const { record } = await getOwnInstance(incus, resourceId, signal)
  if (record.status === 'Stopped') return
  await setState(incus, resourceId, { action: 'stop', force }, signal)
}

export async function restartInstance(
  incus: Incus,
  resourceId: string,
  { signal }: CallOptions,
): Promise<void> {
  await shutDown(incus, resourceId, 'restart', signal)
}

/** Shuts the guest down, and starts it again for a restart; also when it ended between two requests. */
async function shutDown(
  incus: Incus,
  resourceId: string,
  action: 'stop' | 'restart',
  signal: AbortSignal,
): Promise<void> {
  let failure: DriverError | undefined
  for (const timeout of [...shutdownTimeoutsSeconds, null]) {
    await waitForOperations(incus, hypervisorName(resourceId), signal)
    const { status } = (await getOwnInstance(incus, resourceId, signal)).record
    // For any other state Incus reports that the server already runs, and starts nothing.
    const isOff = status === 'Stopped' || (status === 'Error' && action === 'restart')
    if (isOff) return action === 'stop' ? undefined : setState(incus, resourceId, { action: 'start' }, signal)
    if (timeout === null) break
    try {
      return await onceFree(() => setState(incus, resourceId, { action, timeout }, signal), signal)
    } catch (error) {
      if (signal.aborted || !(error instanceof DriverError)) throw error
      if (!guestDidNotEnd.test(error.rawText) && !guestHasEnded.test(error.rawText)) throw error
      failure = error
    }
  }
  throw failure
}

export async function deleteInstance(
  incus: Incus,
  resourceId: string,
  { signal }: CallOptions,
): Promise<void> {
  await waitForOperations(incus, hypervisorName(resourceId), signal)
  const found = await findInstance(incus, resourceId, { signal })
  if (!found) return
  assertOwnInstance(incus, resourceId, found.record)
  try {
    if (found.record.status !== 'Stopped')
      await setState(incus, resourceId, { action: 'stop', force: true }, signal)
    await run(incus, 'DELETE', instancePath(resourceId), { signal })
  } catch (error) {
    await acceptIfAlreadyDone(
      error,
      'not_found',
      async () => (await findInstance(incus, resourceId, { signal })) === null,
    )
  }
}

/** The operation of a shutdown that timed out is over; what it began inside Incus ends a moment later. */
const endingPausesMs = [200, 500, 1_000, 2_000]

async function onceFree<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const pauseMs of endingPausesMs) {
    try {
      return await request()
    } catch (error) {
      if (!(error instanceof DriverError) || error.code !== 'busy') throw error
      await wait(pauseMs, undefined, { signal })
    }
  }
  return request()
}

/** A busy member's copy is behind for longer than one request takes. */
const behindPausesMs = [100, 900]

type StateChange = { action: 'start' | 'stop' | 'restart'; force?: boolean; timeout?: number }

/**
 * A concurrent call may have been faster: Incus then answers that the state is already reached, which is a success. A
 * start that failed because the member's copy of OVN's database was behind is requested again.
 */
async function setState(
  incus: Incus,
  resourceId: string,
  change: StateChange,
  signal: AbortSignal,
): Promise<void> {
  const json = { timeout: changeTimeoutSeconds, ...change }
  const request = () => run(incus, 'PUT', `${instancePath(resourceId)}/state`, { signal, json })
  const requestFrom = (attempt: number): Promise<unknown> =>
    request().catch(async (error: unknown) => {
      const pauseMs = behindPausesMs[attempt]
      if (!wasBehind(error) || pauseMs === undefined) throw error
      await wait(pauseMs, undefined, { signal })
      return requestFrom(attempt + 1)
    })
  await requestFrom(0).catch((error: unknown) => {
    const wanted = change.action === 'stop' ? /already stopped/i : /already running/i
    if (!(error instanceof DriverError) || !wanted.test(error.rawText)) throw error
  })
}
