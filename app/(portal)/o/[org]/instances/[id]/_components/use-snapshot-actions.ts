'use client'
import type { QueryKey } from '@tanstack/react-query'
import type { InstancePage } from '~/app/_client/compute'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import type { Id } from '~/lib/kernel/ids'
import { makeImageAction } from '../../../images/actions'
import {
  copyInstanceAction,
  deleteInstanceSnapshotAction,
  restoreInstanceSnapshotAction,
  takeInstanceSnapshotAction,
} from '../../actions'
import type { AskedAccess } from './copy-access'

/** The actions on this server's snapshots, each with an optimistic update. */
export function useSnapshotActions(organisationId: string, instanceId: Id<'instance'>, queryKey: QueryKey) {
  const run = useOptimisticRun<InstancePage>(queryKey)
  return {
    take: (name: string) => run(() => takeInstanceSnapshotAction({ organisationId, instanceId, name })),
    makeImage: (image: { snapshotId: Id<'snapshot'> | null; name: string }) =>
      run(() => makeImageAction({ organisationId, instanceId, ...image })),
    copy: (
      copy: {
        idempotencyKey: string
        snapshotId: Id<'snapshot'>
        bundleId: Id<'bundle'>
        name: string
      } & AskedAccess,
    ) => run(() => copyInstanceAction({ organisationId, ...copy })),
    restore: (snapshotId: Id<'snapshot'>) =>
      run(
        () => restoreInstanceSnapshotAction({ organisationId, snapshotId }),
        (page) => ({ ...page, instance: { ...page.instance, state: 'restoring' } }),
      ),
    remove: (snapshotId: Id<'snapshot'>) =>
      run(
        () => deleteInstanceSnapshotAction({ organisationId, snapshotId }),
        (page) => ({
          ...page,
          snapshots: page.snapshots.map((each) =>
            each.id === snapshotId ? { ...each, state: 'deleting' } : each,
          ),
        }),
      ),
  }
}

export type SnapshotActs = ReturnType<typeof useSnapshotActions>
