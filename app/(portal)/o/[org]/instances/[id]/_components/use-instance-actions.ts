'use client'
import type { QueryKey } from '@tanstack/react-query'
import type { InstancePage } from '~/app/_client/compute'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import type { Id } from '~/lib/kernel/ids'
import type { InstanceState } from '~/lib/resources/client'
import {
  deleteInstanceAction,
  enterRescueAction,
  leaveRescueAction,
  protectInstanceAction,
  renameInstanceAction,
  repairPlacementAction,
  resizeInstanceAction,
  restartInstanceAction,
  restoreInstanceAction,
  retryProvisioningAction,
  startInstanceAction,
  stopInstanceAction,
  tagInstanceAction,
} from '../../actions'

/** The actions on this server, each with an optimistic update. */
export function useInstanceActions(organisationId: string, instanceId: Id<'instance'>, queryKey: QueryKey) {
  const run = useOptimisticRun<InstancePage>(queryKey)
  const target = { organisationId, instanceId }
  const towards = (state: InstanceState) => (page: InstancePage) => ({
    ...page,
    instance: { ...page.instance, state },
  })
  return {
    start: () => run(() => startInstanceAction(target), towards('starting')),
    stop: () => run(() => stopInstanceAction(target), towards('stopping')),
    restart: () => run(() => restartInstanceAction(target), towards('restarting')),
    enterRescue: () => run(() => enterRescueAction(target), towards('entering_rescue')),
    leaveRescue: () => run(() => leaveRescueAction(target), towards('leaving_rescue')),
    resize: (bundleId: Id<'bundle'>) =>
      run(() => resizeInstanceAction({ ...target, bundleId }), towards('resizing')),
    repair: () => run(() => repairPlacementAction(target), towards('moving')),
    rename: (name: string) => run(() => renameInstanceAction({ ...target, name })),
    tag: (tags: Record<string, string>) => run(() => tagInstanceAction({ ...target, tags })),
    protect: (isProtected: boolean) =>
      run(
        () => protectInstanceAction({ ...target, isProtected }),
        (page) => ({ ...page, instance: { ...page.instance, isProtected } }),
      ),
    remove: (detachVolumes: boolean, exitCents: string | null) =>
      run(() =>
        deleteInstanceAction({
          ...target,
          detachVolumes,
          ...(exitCents === null ? {} : { acceptedExitCents: exitCents }),
        }),
      ),
    restore: () => run(() => restoreInstanceAction(target)),
    retry: () => run(() => retryProvisioningAction(target), towards('creating')),
  }
}

export type InstanceActs = ReturnType<typeof useInstanceActions>
