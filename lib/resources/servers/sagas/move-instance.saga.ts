/**
 * Moves a server to another host of its zone. Both hosts keep the claim until the hypervisor has done it, so
 * that neither is oversold. A running server is stopped and started again: a container cannot be migrated
 * live, and load balancers send it nothing meanwhile. Usage continues: the customer keeps the server throughout.
 */

import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { finishMove } from '~/lib/placement'
import type { EffectInput, EffectStep, RecordStep, SagaDefinition } from '~/lib/sagas'
import { reviseAddressesOf } from '../../addresses/queries/public-addresses'
import { drainStep, putBackStep } from '../../balancers/drain-server'
import { changeInstanceState } from '../../common/change-state'
import { undoUnlessLost } from '../../losses/undo-unless-lost'
import { readHostName } from '../../sagas/facts'
import { instanceOf, observedAt, observeInstance } from '../../sagas/outside'
import { waitUntilReachable } from './wait-until-reachable'

type Kind = 'move_instance'

const onlyIfRunning = (input: { wasRunning: boolean }) => input.wasRunning

async function moveTo(step: EffectInput<Kind>, hostId: Id<'host'>) {
  const hostName = await step.read((tx) => readHostName(tx, hostId))
  await step.driver.moveInstance(step.saga.resourceId, hostName, step.call())
  return observeInstance(step, instanceOf(step.saga), 'stopped')
}

const stop: EffectStep<Kind> = {
  type: 'effect',
  name: 'stop',
  applies: onlyIfRunning,
  async run(step) {
    // A guest that ignores the shutdown would keep its owner waiting.
    await step.driver.stopInstance(step.saga.resourceId, { force: step.attempt > 2 }, step.call())
    return observeInstance(step, instanceOf(step.saga), 'stopped')
  },
  undo: (step) => undoUnlessLost(step, () => step.driver.startInstance(step.saga.resourceId, step.call())),
}

const move: EffectStep<Kind> = {
  type: 'effect',
  name: 'move',
  run: (step) => moveTo(step, step.saga.input.toHostId),
  undo: (step) => undoUnlessLost(step, () => moveTo(step, step.saga.input.fromHostId)),
}

const start: EffectStep<Kind> = {
  type: 'effect',
  name: 'start',
  applies: onlyIfRunning,
  async run(step) {
    await step.driver.bootInstance(step.saga.resourceId, step.call())
    return observeInstance(step, instanceOf(step.saga), 'running')
  },
  undo: (step) =>
    undoUnlessLost(step, () => step.driver.stopInstance(step.saga.resourceId, { force: true }, step.call())),
}

const reachable: EffectStep<Kind> = {
  type: 'effect',
  name: 'reachable',
  applies: onlyIfRunning,
  async run(step) {
    await waitUntilReachable(step)
    return undefined
  },
  undo: 'nothing',
}

const finish: RecordStep<Kind> = {
  type: 'record',
  name: 'finish',
  whenRefused: 'park',
  undo: 'nothing',
  async record({ tx, ctx, saga, results }) {
    const { wasRunning, toHostId } = saga.input
    const at = observedAt(results, wasRunning ? 'start' : 'move')
    await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['moving'],
      to: wasRunning ? 'running' : 'stopped',
      effectiveAt: at,
      set: { hostId: toHostId, ...(wasRunning ? { runningSince: at } : {}) },
    })
    const isFinished = await finishMove(tx, instanceOf(saga), true, ctx.now)
    invariant(isFinished, `${saga.resourceId} has room kept where it moved to`)
    // Public addresses are routed to the server's host.
    await reviseAddressesOf(tx, instanceOf(saga))
    return undefined
  },
}

export const moveInstanceSaga: SagaDefinition<Kind> = {
  kind: 'move_instance',
  steps: [drainStep(onlyIfRunning), stop, move, start, reachable, putBackStep(onlyIfRunning), finish],
  async recordUndone({ tx, ctx, saga }) {
    await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['moving'],
      to: saga.input.wasRunning ? 'running' : 'stopped',
      effectiveAt: ctx.now,
    })
    await finishMove(tx, instanceOf(saga), false, ctx.now)
  },
}
