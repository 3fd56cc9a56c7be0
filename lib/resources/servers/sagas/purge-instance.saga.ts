/** Erases a deleted server and its snapshots after its grace period: no objects, billing or claim remain. */

import { recordAudit } from '~/lib/audit'
import { endAllocation } from '~/lib/placement'
import type { SagaDefinition } from '~/lib/sagas'
import { closeUsage, endCommitmentOfPurged } from '~/lib/usage'
import { releaseServerAddresses } from '../../addresses/release-server-addresses'
import { changeInstanceState } from '../../common/change-state'
import { changeCopyState } from '../../copies/change-copy-state'
import { listHeldSnapshots } from '../../copies/queries/copies'
import { forgetRulesOfServer, lockFirewallOfServer } from '../../firewall/queries/rule-sets'
import { deleteFirstBoot } from '../../first-boot/queries/first-boots'
import { instanceOf, observedAt, removeOwnObject } from '../../sagas/outside'

export const purgeInstanceSaga: SagaDefinition<'purge_instance'> = {
  kind: 'purge_instance',
  steps: [
    {
      type: 'effect',
      name: 'delete_instance',
      async run(step) {
        await removeOwnObject(() => step.driver.deleteInstance(step.saga.resourceId, step.call()))
        return { observedAt: step.now().toISOString() }
      },
      undo: 'forward_only',
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'delete_instance')
        await lockFirewallOfServer(tx, instanceOf(saga))
        const instance = await changeInstanceState(tx, ctx, instanceOf(saga), {
          from: ['purging'],
          to: 'purged',
          effectiveAt: at,
          set: { purgeAfter: null },
        })
        for (const { id } of await listHeldSnapshots(tx, 'server_snapshot', instance.id)) {
          const change = { from: ['available'], to: 'deleted', effectiveAt: at } as const
          await changeCopyState(tx, ctx, 'server_snapshot', id, change)
          await closeUsage(tx, id, 'all', at, ctx.now)
        }
        await closeUsage(tx, instance.id, 'all', at, ctx.now)
        await endCommitmentOfPurged(tx, ctx, instance, at)
        await endAllocation(tx, instance.id, 'released', ctx.now)
        await releaseServerAddresses(tx, instance.id)
        await forgetRulesOfServer(tx, instance.id)
        // Its error may quote the user data.
        await deleteFirstBoot(tx, instance.id)
        await recordAudit(tx, ctx, 'instance.purged', {
          organisationId: instance.organisationId,
          kind: 'instance',
          id: instance.id,
        })
        return undefined
      },
    },
  ],
  recordUndone: async () => undefined,
}
