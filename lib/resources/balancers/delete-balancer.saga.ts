import { recordAudit } from '~/lib/audit'
import type { EffectInput, SagaDefinition } from '~/lib/sagas'
import { closeUsage } from '~/lib/usage'
import { reviseNetworks } from '../firewall/queries/rule-sets'
import { observedAt, removeOwnObject } from '../sagas/outside'
import { changeBalancerState } from './change-balancer-state'
import { balancerOf, balancersOf } from './create-balancer.saga'
import { detachBalancerAddress, releaseOwnAddresses } from './queries/balancers'
import { countAgainstQuota } from './queries/ordered'
import { isBeingWritten } from './queries/write-balancers'

/**
 * A worker that is putting a configuration in force gives up at its next change, since the balancer is not active any more.
 * What it had begun is removed afterwards. One that died has its lease until it ends.
 */
async function waitForWriter({ saga, read, wait }: EffectInput<'delete_balancer'>): Promise<void> {
  while (await read((tx) => isBeingWritten(tx, balancerOf(saga)))) await wait(250)
}

/** Deletes a balancer: afterwards it is gone and not billed; its public address stays reserved, and leads nowhere. */
export const deleteBalancerSaga: SagaDefinition<'delete_balancer'> = {
  kind: 'delete_balancer',
  steps: [
    {
      type: 'effect',
      name: 'remove_balancer',
      async run(step) {
        const { saga, driver, call, now } = step
        await waitForWriter(step)
        await removeOwnObject(() => balancersOf(driver).remove(saga.resourceId, call(120_000)))
        return { observedAt: now().toISOString() }
      },
      undo: 'forward_only',
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'remove_balancer')
        const balancer = await changeBalancerState(tx, ctx, balancerOf(saga), {
          from: ['deleting'],
          to: 'deleted',
          effectiveAt: at,
        })
        await countAgainstQuota(tx, balancer, { isClaim: false })
        await closeUsage(tx, balancer.id, 'all', at, ctx.now)
        await detachBalancerAddress(tx, balancer.id)
        await releaseOwnAddresses(tx, balancer.id)
        await reviseNetworks(tx, [balancer.networkId])
        await recordAudit(tx, ctx, 'balancer.deleted', {
          organisationId: balancer.organisationId,
          kind: 'balancer',
          id: balancer.id,
          details: { name: balancer.name },
        })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga }) {
    const change = { from: ['deleting'], to: 'active', effectiveAt: ctx.now } as const
    await changeBalancerState(tx, ctx, balancerOf(saga), change)
  },
}
