/**
 * Makes an ordered balancer: afterwards it accepts connections on its public address and is billed, or it has failed,
 * nothing is left on the hypervisor, and nothing was billed.
 */
import { recordAudit } from '~/lib/audit'
import { type Driver, DriverError, digestOf } from '~/lib/hypervisors'
import { toId } from '~/lib/kernel/ids'
import type { EffectInput, SagaDefinition } from '~/lib/sagas'
import { openUsage } from '~/lib/usage'
import { meterOrderedAddresses, releaseOrderedAddresses } from '../addresses/ordered-addresses'
import { reviseNetworks } from '../firewall/queries/rule-sets'
import { enqueueOrderLineUpdate } from '../sagas/ends'
import { observedAt, removeOwnObject } from '../sagas/outside'
import { readBalancerSpec } from './balancer-spec'
import { changeBalancerState } from './change-balancer-state'
import { detachBalancerAddress, releaseOwnAddresses } from './queries/balancers'
import { countAgainstQuota } from './queries/ordered'

type Step = EffectInput<'create_balancer'>

export const balancerOf = (saga: { resourceId: string }) => toId('balancer', saga.resourceId)

/** @throws DriverError `rejected` where the zone's hypervisor has no balancers */
export function balancersOf(driver: Driver) {
  if (!driver.balancers) throw new DriverError('rejected', { rawText: 'this zone has no load balancers' })
  return driver.balancers
}

const remove = ({ driver, saga, call }: Step) =>
  removeOwnObject(() => balancersOf(driver).remove(saga.resourceId, call()))

export const createBalancerSaga: SagaDefinition<'create_balancer'> = {
  kind: 'create_balancer',
  steps: [
    {
      type: 'effect',
      name: 'make_balancer',
      async run({ saga, driver, call, read }) {
        const { spec, network } = await read((tx) => readBalancerSpec(tx, balancerOf(saga)))
        await balancersOf(driver).apply(spec, network, call(120_000))
        return { digest: digestOf(spec) }
      },
      undo: remove,
    },
    {
      type: 'effect',
      name: 'ask_balancer',
      async run({ saga, driver, call }) {
        const seen = await balancersOf(driver).observe(saga.resourceId, call())
        if (!seen.exists) throw new DriverError('not_found', { params: { resource: saga.resourceId } })
        if (!seen.ours) throw new DriverError('conflict_not_ours', { params: { resource: saga.resourceId } })
        if (!seen.isServing) throw new DriverError('busy', { rawText: 'the balancer does not answer yet' })
        return { observedAt: seen.observedAt.toISOString() }
      },
      undo: 'nothing',
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'ask_balancer')
        const digest = results.make_balancer?.digest
        const balancer = await changeBalancerState(tx, ctx, balancerOf(saga), {
          from: ['creating'],
          to: 'active',
          effectiveAt: at,
          set: { appliedDigest: typeof digest === 'string' ? digest : null },
        })
        await openUsage(tx, { resource: balancer, meters: ['load_balancer'], at, recordedAt: ctx.now })
        const addresses = await meterOrderedAddresses(tx, ctx, balancer.id, at)
        // The network lets in what the balancer listens on.
        await reviseNetworks(tx, [balancer.networkId])
        await recordAudit(tx, ctx, 'balancer.created', {
          organisationId: balancer.organisationId,
          kind: 'balancer',
          id: balancer.id,
          details: { name: balancer.name },
        })
        for (const line of [balancer, ...addresses]) await enqueueOrderLineUpdate(tx, line)
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga, failure }) {
    const balancer = await changeBalancerState(tx, ctx, balancerOf(saga), {
      from: ['creating'],
      to: 'failed',
      effectiveAt: ctx.now,
      set: { failureCode: failure.code, failureText: failure.text },
    })
    // Before the quota of addresses, in the order of orders.
    await countAgainstQuota(tx, balancer, { isClaim: false })
    const addresses = await releaseOrderedAddresses(tx, ctx, balancer.id)
    await detachBalancerAddress(tx, balancer.id)
    await releaseOwnAddresses(tx, balancer.id)
    // The network let everyone in to these addresses, which a server may get next.
    await reviseNetworks(tx, [balancer.networkId])
    await recordAudit(tx, ctx, 'balancer.provisioning_failed', {
      organisationId: balancer.organisationId,
      kind: 'balancer',
      id: balancer.id,
      details: { code: failure.code, step: failure.params.step ?? null },
    })
    for (const line of [balancer, ...addresses]) await enqueueOrderLineUpdate(tx, line)
  },
}
