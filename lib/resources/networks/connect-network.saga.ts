/**
 * Connects a server to a further network, once the rules there know it, or disconnects it. The request claimed the card's
 * address; it is free again when the connection is undone, and after a disconnection only once the card is gone.
 */
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { readMoreCards } from '~/lib/hypervisors/rows'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { EffectInput, SagaDefinition, StepResult } from '~/lib/sagas'
import { undoUnlessLost } from '../losses/undo-unless-lost'
import { instanceOf, observeInstance } from '../sagas/outside'
import { releaseCard } from './queries/cards'
import { awaitRules, rulesAttemptsMax } from './rules-in-force'

type Kind = 'connect_network' | 'disconnect_network'
type Saga = { resourceId: string; organisationId: Id<'organisation'>; input: { networkId: Id<'network'> } }

async function connect<K extends Kind>(step: EffectInput<K>): Promise<void> {
  const { resourceId, input } = step.saga
  const cards = await step.read((tx) => readMoreCards(tx, instanceOf(step.saga)))
  const card = cards.find(({ network }) => network.networkId === input.networkId)
  invariant(card, `${resourceId} has an address on ${input.networkId}`)
  await step.driver.connectNetwork(resourceId, card, step.call())
}

const disconnect = <K extends Kind>(step: EffectInput<K>): Promise<void> =>
  step.driver.disconnectNetwork(step.saga.resourceId, step.saga.input.networkId, step.call())

/** The server still exists: the change has an effect only on one that does. */
async function seen<K extends Kind>(step: EffectInput<K>, change: Promise<void>): Promise<StepResult> {
  await change
  return observeInstance(step, instanceOf(step.saga), 'any')
}

const release = (tx: Tx, saga: Saga) =>
  releaseCard(tx, { instanceId: instanceOf(saga), networkId: saga.input.networkId })

const audit = (
  tx: Tx,
  ctx: OpContext,
  event: 'instance.network_connected' | 'instance.network_disconnected',
  { resourceId: id, organisationId, input }: Saga,
) => recordAudit(tx, ctx, event, { organisationId, kind: 'instance', id, details: { ...input } })

export const connectNetworkSaga: SagaDefinition<'connect_network'> = {
  kind: 'connect_network',
  steps: [
    {
      type: 'effect',
      name: 'await_rules',
      attemptsMax: rulesAttemptsMax,
      run: (step) => awaitRules(step, step.saga.input.networkId).then(() => undefined),
      undo: 'nothing',
    },
    {
      type: 'effect',
      name: 'connect',
      run: (step) => seen(step, connect(step)),
      undo: (step) => undoUnlessLost(step, () => disconnect(step)),
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga }) {
        await audit(tx, ctx, 'instance.network_connected', saga)
        return undefined
      },
    },
  ],
  recordUndone: ({ tx, saga }) => release(tx, saga),
}

export const disconnectNetworkSaga: SagaDefinition<'disconnect_network'> = {
  kind: 'disconnect_network',
  steps: [
    {
      type: 'effect',
      name: 'disconnect',
      run: (step) => seen(step, disconnect(step)),
      undo: (step) => undoUnlessLost(step, () => connect(step)),
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga }) {
        await release(tx, saga)
        await audit(tx, ctx, 'instance.network_disconnected', saga)
        return undefined
      },
    },
  ],
  recordUndone: async () => undefined,
}
