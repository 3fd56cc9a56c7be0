import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { Incus } from '../context'
import { hasWrongAddress } from '../networks/keep-address'
import { guestDidNotEnd } from '../wire/error-map'
import { run, settleOperations } from '../wire/operations'
import { takeForDone } from '../wire/take-for-done'
import { assertOwnInstance, findInstance, getOwnInstance, instancePath } from './instance-record'

/**
 * How long the guest may take to shut down before the call fails; the caller may then force. It is asked anew each time: one
 * that has only just begun does not hear the first request, because Linux drops what nobody in a container handles yet. In
 * all less than the engine gives to a call, so that the guest's failure is told and not the call's.
 */
const shutdownTimeoutsSeconds = [4, 8, 12]
const guestHasEnded = /not running|already stopped/i
/** How long Incus may take over what asks nothing of the guest. */
const changeTimeoutSeconds = 30

/** Of a guest whose address is not the one reserved for it. */
const restartsMax = 3

export async function startInstance(incus: Incus, resourceId: string, options: CallOptions): Promise<void> {
  if (await boot(incus, resourceId, options)) await keepAddress(incus, resourceId, options)
}

export async function bootInstance(incus: Incus, resourceId: string, options: CallOptions): Promise<void> {
  await boot(incus, resourceId, options)
}

/** Runs; false when it did already. */
async function boot(incus: Incus, resourceId: string, { signal }: CallOptions): Promise<boolean> {
  await settleOperations(incus, hypervisorName(resourceId), signal)
  const { record } = await getOwnInstance(incus, resourceId, signal)
  if (record.status === 'Running') return false
  await setState(incus, resourceId, { action: 'start' }, signal)
  return true
}

/**
 * A guest that asked before the reservation was known is booted anew: by then it is, but for a bridge that is slow to
 * read it. Who has still another address after the last time took it by itself.
 */
export async function keepAddress(incus: Incus, resourceId: string, { signal }: CallOptions): Promise<void> {
  for (let restarts = 0; restarts < restartsMax; restarts += 1) {
    if (!(await hasWrongAddress(incus, resourceId, signal))) return
    // One operation: nobody who dies between two leaves it stopped.
    await setState(incus, resourceId, { action: 'restart', force: true }, signal)
  }
}

export async function stopInstance(
  incus: Incus,
  resourceId: string,
  { force }: { force: boolean },
  { signal }: CallOptions,
): Promise<void> {
  // A forced stop is what ends a shutdown that hangs, so it does not wait for one.
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

/** The guest has ended, and has begun again after a restart; so too when it ended between two requests. */
async function shutDown(
  incus: Incus,
  resourceId: string,
  action: 'stop' | 'restart',
  signal: AbortSignal,
): Promise<void> {
  let failure: DriverError | undefined
  for (const timeout of [...shutdownTimeoutsSeconds, null]) {
    await settleOperations(incus, hypervisorName(resourceId), signal)
    const { status } = (await getOwnInstance(incus, resourceId, signal)).record
    // Of any other state Incus says that it runs already, and starts nothing.
    const isOff = status === 'Stopped' || (status === 'Error' && action === 'restart')
    if (isOff) return action === 'stop' ? undefined : setState(incus, resourceId, { action: 'start' }, signal)
    if (timeout === null) break
    try {
      return await setState(incus, resourceId, { action, timeout }, signal)
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
  await settleOperations(incus, hypervisorName(resourceId), signal)
  const found = await findInstance(incus, resourceId, { signal })
  if (!found) return
  assertOwnInstance(incus, resourceId, found.record)
  try {
    if (found.record.status !== 'Stopped')
      await setState(incus, resourceId, { action: 'stop', force: true }, signal)
    await run(incus, 'DELETE', instancePath(resourceId), { signal })
  } catch (error) {
    await takeForDone(
      error,
      'not_found',
      async () => (await findInstance(incus, resourceId, { signal })) === null,
    )
  }
}

type StateChange = { action: 'start' | 'stop' | 'restart'; force?: boolean; timeout?: number }

/** Another call may have been faster: Incus then answers that it is already so, which is what was wanted. */
async function setState(
  incus: Incus,
  resourceId: string,
  change: StateChange,
  signal: AbortSignal,
): Promise<void> {
  const json = { timeout: changeTimeoutSeconds, ...change }
  await run(incus, 'PUT', `${instancePath(resourceId)}/state`, { signal, json }).catch((error: unknown) => {
    const wanted = change.action === 'stop' ? /already stopped/i : /already running/i
    if (!(error instanceof DriverError) || !wanted.test(error.rawText)) throw error
  })
}
