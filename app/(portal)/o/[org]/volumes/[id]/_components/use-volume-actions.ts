'use client'
import type { QueryKey } from '@tanstack/react-query'
import type { VolumePage } from '~/app/_client/compute'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import type { Id } from '~/lib/kernel/ids'
import type { BackupPlace, VolumeState } from '~/lib/resources/client'
import { removeBackupScheduleAction, setBackupScheduleAction } from '../../../backups/actions'
import {
  attachVolumeAction,
  copyVolumeAction,
  deleteSnapshotAction,
  deleteVolumeAction,
  detachVolumeAction,
  growVolumeAction,
  protectVolumeAction,
  removeSnapshotScheduleAction,
  renameVolumeAction,
  restoreSnapshotAction,
  restoreVolumeAction,
  retryVolumeAction,
  setSnapshotScheduleAction,
  tagVolumeAction,
  takeSnapshotAction,
} from '../../actions'

export type ScheduleChoice = Parameters<typeof setSnapshotScheduleAction>[0]['rule']

/** The actions on this volume, each with an optimistic update. */
export function useVolumeActions(organisationId: string, volumeId: Id<'volume'>, queryKey: QueryKey) {
  const run = useOptimisticRun<VolumePage>(queryKey)
  const target = { organisationId, volumeId }
  const towards = (state: VolumeState) => (page: VolumePage) => ({
    ...page,
    volume: { ...page.volume, state },
  })
  return {
    attach: (instanceId: Id<'instance'>) =>
      run(() => attachVolumeAction({ ...target, instanceId }), towards('attaching')),
    detach: (instanceId: Id<'instance'>) =>
      run(() => detachVolumeAction({ ...target, instanceId }), towards('detaching')),
    grow: (bundleId: Id<'bundle'>) =>
      run(() => growVolumeAction({ ...target, bundleId }), towards('growing')),
    rename: (name: string) => run(() => renameVolumeAction({ ...target, name })),
    tag: (tags: Record<string, string>) => run(() => tagVolumeAction({ ...target, tags })),
    protect: (isProtected: boolean) =>
      run(
        () => protectVolumeAction({ ...target, isProtected }),
        (page) => ({ ...page, volume: { ...page.volume, isProtected } }),
      ),
    remove: (exitCents: string | null) =>
      run(() =>
        deleteVolumeAction({ ...target, ...(exitCents === null ? {} : { acceptedExitCents: exitCents }) }),
      ),
    restore: () => run(() => restoreVolumeAction(target), towards('available')),
    takeSnapshot: (name: string) => run(() => takeSnapshotAction({ ...target, name })),
    restoreSnapshot: (snapshotId: Id<'snapshot'>) =>
      run(() => restoreSnapshotAction({ organisationId, snapshotId }), towards('restoring')),
    deleteSnapshot: (snapshotId: Id<'snapshot'>) =>
      run(
        () => deleteSnapshotAction({ organisationId, snapshotId }),
        (page) => ({
          ...page,
          snapshots: page.snapshots.map((each) =>
            each.id === snapshotId ? { ...each, state: 'deleting' } : each,
          ),
        }),
      ),
    copy: (copy: {
      idempotencyKey: string
      bundleId: Id<'bundle'>
      name: string
      snapshotId?: Id<'snapshot'>
    }) => run(() => copyVolumeAction({ ...target, ...copy })),
    setSchedule: (rule: ScheduleChoice, keep: number) =>
      run(() => setSnapshotScheduleAction({ ...target, rule, keep })),
    removeSchedule: () =>
      run(
        () => removeSnapshotScheduleAction(target),
        (page) => ({ ...page, schedule: null }),
      ),
    setBackupSchedule: (rule: ScheduleChoice, keep: number, { zoneId, volumeClass }: BackupPlace) =>
      run(() => setBackupScheduleAction({ ...target, rule, keep, zoneId, volumeClass })),
    removeBackupSchedule: () =>
      run(
        () => removeBackupScheduleAction(target),
        (page) => ({ ...page, backupSchedule: null }),
      ),
    retry: () => run(() => retryVolumeAction(target), towards('creating')),
  }
}

export type VolumeActs = ReturnType<typeof useVolumeActions>
