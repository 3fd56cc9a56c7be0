/**
 * Starts a lost server on another host from its last copy: same id, name, size, keys, tags and addresses. Until the end
 * both hosts keep its claim, and nothing is billed; a failure leaves the server lost, with nothing elsewhere. It
 * makes nothing while an object of the server still exists, and stops once the lost host answers: nothing starts twice.
 */

import { recordAudit } from '~/lib/audit'
import { DriverError, type InstanceSpec } from '~/lib/hypervisors'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { finishMove } from '~/lib/placement'
import type { EffectInput, EffectStep, RecordStep, SagaDefinition } from '~/lib/sagas'
import { openUsage } from '~/lib/usage'
import { reviseAddressesOf } from '../addresses/queries/public-addresses'
import { changeInstanceState } from '../common/change-state'
import { lockAttachedVolumes, lockVolume } from '../common/lock-resource'
import { readServerSize } from '../copies/copy-room'
import { readHostName, readInstanceSpec } from '../sagas/facts'
import { instanceOf, observedAt, observeInstance, removeOwnObject, undoWithoutFacts } from '../sagas/outside'
import { waitUntilReachable } from '../servers/sagas/wait-until-reachable'
import { endRecoveryOfSaga } from './queries/lost-servers'
import { requireHostOff } from './recovery-facts'
import { removeRestoredVolumes, requireLostVolumes, restoreLostVolumes } from './restore-lost-volumes'

type Kind = 'recover_instance'
type Step = EffectInput<Kind>

const onlyIfRunning = (input: { wasRunning: boolean }) => input.wasRunning
const requireOff = (step: Step) => step.read((tx) => requireHostOff(tx, step.saga.input.lossId))

async function readSpec(step: Step): Promise<InstanceSpec> {
  const { toHostId, imageId } = step.saga.input
  return step.read(async (tx) => {
    const id = instanceOf(step.saga)
    const spec = await readInstanceSpec(tx, id, step.now())
    const [hostName, size] = [await readHostName(tx, toHostId), await readServerSize(tx, id)]
    return { ...spec, ...size, hostName, source: { imageId } }
  })
}

async function listVolumes(step: Step): Promise<Id<'volume'>[]> {
  return step.read(async (tx) =>
    (await lockAttachedVolumes(tx, instanceOf(step.saga))).map((volume) => volume.id),
  )
}

const checkCopies: EffectStep<Kind> = {
  type: 'effect',
  name: 'check_copies',
  async run(step) {
    await requireOff(step)
    const { resourceId, input } = step.saga
    if ((await step.driver.observeInstance(resourceId, step.call())).exists)
      throw new DriverError('state_forbids', {
        rawText: 'the server still exists',
        params: { resource: resourceId },
      })
    const image = await step.driver.observeImage(input.imageId, step.call())
    if (!image.exists)
      throw new DriverError('image_missing', {
        rawText: 'the image does not exist: it was on the lost host',
        params: { resource: input.imageId },
      })
    await requireLostVolumes(step)
    return undefined
  },
  undo: 'nothing',
}

const restoreVolumes: EffectStep<Kind> = {
  type: 'effect',
  name: 'restore_volumes',
  applies: ({ volumes }) => volumes.length > 0,
  run: restoreLostVolumes,
  undo: removeRestoredVolumes,
}

const createInstance: EffectStep<Kind> = {
  type: 'effect',
  name: 'create_instance',
  async run(step) {
    await requireOff(step)
    await step.driver.createInstance(await readSpec(step), step.call())
    return observeInstance(step, instanceOf(step.saga), 'any')
  },
  undo: (step) => removeOwnObject(() => step.driver.deleteInstance(step.saga.resourceId, step.call())),
}

const attachVolumes: EffectStep<Kind> = {
  type: 'effect',
  name: 'attach_volumes',
  async run(step) {
    for (const volumeId of await listVolumes(step))
      await step.driver.attachVolume(step.saga.resourceId, volumeId, step.call())
    return undefined
  },
  async undo(step) {
    for (const volumeId of await listVolumes(step))
      await removeOwnObject(() => step.driver.detachVolume(step.saga.resourceId, volumeId, step.call()))
    return undefined
  },
}

const boot: EffectStep<Kind> = {
  type: 'effect',
  name: 'boot',
  applies: onlyIfRunning,
  async run(step) {
    await requireOff(step)
    await step.driver.bootInstance(step.saga.resourceId, step.call())
    return observeInstance(step, instanceOf(step.saga), 'running')
  },
  undo: (step) =>
    removeOwnObject(() => step.driver.stopInstance(step.saga.resourceId, { force: true }, step.call())),
}

const reachable: EffectStep<Kind> = {
  type: 'effect',
  name: 'reachable',
  applies: onlyIfRunning,
  run: (step) => undoWithoutFacts(waitUntilReachable(step)),
  undo: 'nothing',
}

const finish: RecordStep<Kind> = {
  type: 'record',
  name: 'finish',
  whenRefused: 'park',
  undo: 'nothing',
  async record({ tx, ctx, saga, results }) {
    const { wasRunning, fromHostId, toHostId, imageId, lossId, volumes } = saga.input
    const at = observedAt(results, wasRunning ? 'boot' : 'create_instance')
    const address = results.boot?.address
    const instance = await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['recovering'],
      to: wasRunning ? 'running' : 'stopped',
      effectiveAt: at,
      set: {
        hostId: toHostId,
        runningSince: wasRunning ? at : null,
        ...(typeof address === 'string' ? { address } : {}),
      },
    })
    const isFinished = await finishMove(tx, instance.id, true, ctx.now)
    invariant(isFinished, `${saga.resourceId} has room kept where it starts`)
    const meters = wasRunning ? (['compute', 'root_disk'] as const) : (['root_disk'] as const)
    await openUsage(tx, { resource: instance, meters, at, recordedAt: ctx.now })
    for (const { volumeId } of volumes) {
      const resource = await lockVolume(tx, volumeId)
      await openUsage(tx, { resource, meters: ['volume'], at, recordedAt: ctx.now })
    }
    await reviseAddressesOf(tx, instance.id)
    await endRecoveryOfSaga(tx, saga.id, { state: 'done', failureCode: null, endedAt: ctx.now })
    await recordAudit(tx, ctx, 'instance.recovered', {
      organisationId: instance.organisationId,
      kind: 'instance',
      id: instance.id,
      details: { lossId, fromHostId, toHostId, imageId },
    })
    return undefined
  },
}

export const recoverInstanceSaga: SagaDefinition<Kind> = {
  kind: 'recover_instance',
  steps: [checkCopies, restoreVolumes, createInstance, attachVolumes, boot, reachable, finish],
  async recordUndone({ tx, ctx, saga, failure }) {
    const instance = await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['recovering'],
      to: 'lost',
      effectiveAt: ctx.now,
    })
    await finishMove(tx, instance.id, false, ctx.now)
    await endRecoveryOfSaga(tx, saga.id, { state: 'failed', failureCode: failure.code, endedAt: ctx.now })
    await recordAudit(tx, ctx, 'instance.recovery_failed', {
      organisationId: instance.organisationId,
      kind: 'instance',
      id: instance.id,
      details: { lossId: saga.input.lossId, code: failure.code },
    })
  },
}
