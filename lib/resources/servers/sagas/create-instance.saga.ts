/**
 * Creates a server: its bundle's volume, the stopped server, the attachment, the rules that restrict it, the boot, and the
 * first answer on its network. Afterwards either everything exists, is claimed and is billed from the first answer, or nothing
 * exists on the hypervisor, is claimed or was ever billed. A public address ordered with it is metered from the same
 * second and then attached by a worker, or released. Objects are named after the resource ids, so each step can be
 * repeated after a crash.
 */

import { recordAudit } from '~/lib/audit'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { postAllocation } from '~/lib/placement'
import type { EffectInput, EffectStep, RecordInput, RecordStep, SagaDefinition } from '~/lib/sagas'
import { beginCommitment, openUsage } from '~/lib/usage'
import { meterOrderedAddresses } from '../../addresses/ordered-addresses'
import { changeInstanceState, changeVolumeState } from '../../common/change-state'
import { insertFirstBoot } from '../../first-boot/queries/first-boots'
import { hasAddress6 } from '../../networks/queries/networks'
import { awaitRules, findRestrictingNetwork, rulesAttemptsMax } from '../../networks/rules-in-force'
import { testOnceAttached } from '../../reach-tests/test-once-attached'
import { enqueueOrderLineUpdate, recordInstanceFailed, recordVolumeFailed } from '../../sagas/ends'
import { readInstanceSpec, readVolumeSpec } from '../../sagas/facts'
import { instanceOf, observedAt, observeInstance, removeOwnObject } from '../../sagas/outside'
import { waitUntilReachable } from './wait-until-reachable'

type Kind = 'create_instance'
const hasVolume = (input: { volumeId?: Id<'volume'> }) => input.volumeId !== undefined

function volumeOfInput(saga: { input: { volumeId?: Id<'volume'> } }): Id<'volume'> {
  invariant(saga.input.volumeId, 'the step applies to bundles with a volume')
  return saga.input.volumeId
}

const createVolume: EffectStep<Kind> = {
  type: 'effect',
  name: 'create_volume',
  applies: hasVolume,
  async run(step) {
    const spec = await step.read((tx) => readVolumeSpec(tx, volumeOfInput(step.saga)))
    await step.driver.createVolume(spec, step.call())
    return undefined
  },
  undo: (step) => removeOwnObject(() => step.driver.deleteVolume(volumeOfInput(step.saga), step.call())),
}

const createInstance: EffectStep<Kind> = {
  type: 'effect',
  name: 'create_instance',
  async run(step) {
    const spec = await step.read((tx) => readInstanceSpec(tx, instanceOf(step.saga), step.now()))
    await step.driver.createInstance(spec, step.call())
    return undefined
  },
  undo: (step) => removeOwnObject(() => step.driver.deleteInstance(step.saga.resourceId, step.call())),
}

const attachVolume: EffectStep<Kind> = {
  type: 'effect',
  name: 'attach_volume',
  applies: hasVolume,
  async run(step) {
    await step.driver.attachVolume(step.saga.resourceId, volumeOfInput(step.saga), step.call())
    return undefined
  },
  undo: (step) =>
    removeOwnObject(() =>
      step.driver.detachVolume(step.saga.resourceId, volumeOfInput(step.saga), step.call()),
    ),
}

const awaitRestriction: EffectStep<Kind> = {
  type: 'effect',
  name: 'await_rules',
  attemptsMax: rulesAttemptsMax,
  async run(step) {
    const networkId = await step.read((tx) => findRestrictingNetwork(tx, instanceOf(step.saga)))
    if (networkId) await awaitRules(step, networkId)
    return undefined
  },
  undo: 'nothing',
}

const boot: EffectStep<Kind> = {
  type: 'effect',
  name: 'boot',
  async run(step) {
    await step.driver.bootInstance(step.saga.resourceId, step.call())
    return undefined
  },
  undo: (step: EffectInput<Kind>) =>
    removeOwnObject(() => step.driver.stopInstance(step.saga.resourceId, { force: true }, step.call())),
}

const reachable: EffectStep<Kind> = {
  type: 'effect',
  name: 'reachable',
  async run(step) {
    await waitUntilReachable(step)
    return observeInstance(step, instanceOf(step.saga), 'running')
  },
  undo: 'nothing',
}

const finish: RecordStep<Kind> = {
  type: 'record',
  name: 'finish',
  whenRefused: 'park',
  undo: 'nothing',
  async record({ tx, ctx, saga, results }: RecordInput<Kind>) {
    const at = observedAt(results, 'reachable')
    const address = results.reachable?.address
    const instance = await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['creating'],
      to: 'running',
      effectiveAt: at,
      set: { runningSince: at, ...(typeof address === 'string' ? { address } : {}) },
    })
    await postAllocation(tx, instance.id, ctx.now)
    const resource = await beginCommitment(tx, instance, at)
    await openUsage(tx, { resource, meters: ['compute', 'root_disk'], at, recordedAt: ctx.now })
    const addresses = await meterOrderedAddresses(tx, ctx, instance.id, at)
    if (addresses.length > 0 || (await hasAddress6(tx, instance.id)))
      await testOnceAttached(tx, ctx, instance)
    if (saga.input.volumeId) {
      const volume = await changeVolumeState(tx, ctx, saga.input.volumeId, {
        from: ['creating'],
        to: 'attached',
        effectiveAt: at,
        set: { attachedInstanceId: instance.id },
      })
      await postAllocation(tx, volume.id, ctx.now)
      const kept = await beginCommitment(tx, volume, at)
      await openUsage(tx, { resource: kept, meters: ['volume'], at, recordedAt: ctx.now })
    }
    await insertFirstBoot(tx, instance.id, at)
    await recordAudit(tx, ctx, 'instance.provisioned', {
      organisationId: instance.organisationId,
      kind: 'instance',
      id: instance.id,
      details: { address: instance.address, reachableAt: at.toISOString() },
    })
    for (const line of [instance, ...addresses]) await enqueueOrderLineUpdate(tx, line)
    return undefined
  },
}

export const createInstanceSaga: SagaDefinition<Kind> = {
  kind: 'create_instance',
  steps: [createVolume, createInstance, attachVolume, awaitRestriction, boot, reachable, finish],
  async recordUndone({ tx, ctx, saga, failure }) {
    await recordInstanceFailed(tx, ctx, instanceOf(saga), failure)
    if (saga.input.volumeId) await recordVolumeFailed(tx, ctx, saga.input.volumeId, failure)
  },
}
