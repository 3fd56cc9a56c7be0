import { isIPv4 } from 'node:net'
import { DriverError } from '~/lib/hypervisors'
import { invariant } from '~/lib/kernel/errors'
import { type Id, toId } from '~/lib/kernel/ids'
import type { EffectInput, StepResult, StepResults } from '~/lib/sagas'
import type { SagaKind } from '~/lib/sagas/client'
import type { CopyId, CopyKind } from '../copies/queries/copies'

export const instanceOf = (saga: { resourceId: string }) => toId('instance', saga.resourceId)
export const copyOf = <K extends CopyKind>(saga: { resourceId: string }) => saga.resourceId as CopyId<K>
export const volumeOf = (saga: { resourceId: string }) => toId('volume', saga.resourceId)

/**
 * Runs an undo that removes an object. If the object with the name is not ours, ours does not exist: there is
 * nothing to undo, and the other object is left alone.
 */
export async function removeOwnObject(remove: () => Promise<void>): Promise<undefined> {
  try {
    await remove()
  } catch (error) {
    if (!(error instanceof DriverError) || error.code !== 'conflict_not_ours') throw error
  }
  return undefined
}

/** An undo that leaves no facts behind. */
export async function undoWithoutFacts(call: Promise<void>): Promise<undefined> {
  await call
  return undefined
}

/** The instant at which the hypervisor confirmed the state: usage counts from it, not from the write. */
export async function observeInstance<K extends SagaKind>(
  step: EffectInput<K>,
  id: Id<'instance'>,
  expected: 'running' | 'stopped' | 'any',
): Promise<StepResult> {
  const seen = await step.driver.observeInstance(id, step.call())
  if (!seen.exists) throw new DriverError('not_found', { params: { resource: id } })
  if (!seen.ours) throw new DriverError('conflict_not_ours', { params: { resource: id } })
  if (expected !== 'any' && seen.power !== expected)
    throw new DriverError('operation_failed', { params: { power: seen.power, expected } })
  return {
    observedAt: seen.observedAt.toISOString(),
    address: seen.addresses.find(isIPv4) ?? null,
    diskGib: seen.diskGib,
  }
}

/** The instant observed by a step. */
export function observedAt(results: StepResults, step: string): Date {
  const at = results[step]?.observedAt
  invariant(typeof at === 'string', `step ${step} observed an instant`)
  return new Date(at)
}

/** The instant of a copy's content, as a step observed it. */
export function takenAtOf(results: StepResults, step: string, field: 'takenAt' | 'madeAt' = 'takenAt'): Date {
  const at = results[step]?.[field]
  invariant(typeof at === 'string', `step ${step} found when the copy was taken`)
  return new Date(at)
}

/** The instant at which the hypervisor confirmed that the volume exists and is ours. */
export async function observeVolume<K extends SagaKind>(
  step: EffectInput<K>,
  id: Id<'volume'> | Id<'backup'>,
): Promise<StepResult> {
  const seen = await step.driver.observeVolume(id, step.call())
  if (!seen.exists) throw new DriverError('not_found', { params: { resource: id } })
  if (!seen.ours) throw new DriverError('conflict_not_ours', { params: { resource: id } })
  return { observedAt: seen.observedAt.toISOString() }
}
