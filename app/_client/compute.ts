import { queryOptions } from '@tanstack/react-query'
import {
  type BackupView,
  type FirstBootView,
  type InstanceDetail,
  type InstanceLine,
  isFirstBootFollowed,
  isLive,
  isReachSettling,
  isReachTesting,
  type LastCopies,
  type ListPage,
  type PlacementRepair,
  type PrivateImageView,
  type Reach,
  type ReachTestView,
  type SagaView,
  type ScheduleView,
  type ServerBalancer,
  type ServerNetworks,
  transientInstanceStates,
  transientSnapshotStates,
  transientVolumeStates,
  type VolumeDetail,
  type VolumeView,
} from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { fetchJson } from './fetch-json'
import { refetchingOn } from './live/live-changes'

export type InstancePage = InstanceDetail & {
  saga: SagaView | null
  repair: PlacementRepair | null
  /** Public addresses that route to it. */
  publicAddresses: string[]
  /** The load balancers in whose pools it is. */
  balancers: ServerBalancer[]
  /** The ways to reach it, in order of use. */
  reach: Reach | null
  /** The last test of these ways. */
  reachTest: ReachTestView | null
  firstBoot: FirstBootView | null
  /** What would come back if its host were lost. */
  copies: LastCopies
  /** Its cards, and the networks that it may be connected to. */
  networks: ServerNetworks
}
export type VolumePage = VolumeDetail & {
  saga: SagaView | null
  schedule: ScheduleView | null
  backupSchedule: ScheduleView | null
}
export type ListParams = Record<string, string>

const calmMs = 15_000
const busyListMs = 2_000
const busyPageMs = 700

const isMoving = (saga: SagaView | null) => saga !== null && isLive(saga) && saga.state !== 'parked'

/** The list of servers; without a stream polled every two seconds during operations, else every fifteen. */
export function instanceListQuery(organisationId: string, params: ListParams) {
  return queryOptions({
    queryKey: ['compute', 'instances', { organisationId, ...params }],
    queryFn: ({ signal }) =>
      fetchJson<ListPage<InstanceLine>>(routes.org.live.instances(organisationId, params), signal),
    ...refetchingOn<ListPage<InstanceLine>>(['resources'], (data) =>
      data?.rows.some((row) => transientInstanceStates.includes(row.state)) ? busyListMs : calmMs,
    ),
  })
}

export function backupListQuery(organisationId: string) {
  return queryOptions({
    queryKey: ['compute', 'backups', { organisationId }],
    queryFn: ({ signal }) => fetchJson<BackupView[]>(routes.org.live.backups(organisationId), signal),
    ...refetchingOn<BackupView[]>(['resources'], (data) =>
      data?.some((backup) => transientSnapshotStates.includes(backup.state)) ? busyListMs : calmMs,
    ),
  })
}

export function imageListQuery(organisationId: string) {
  return queryOptions({
    queryKey: ['compute', 'images', { organisationId }],
    queryFn: ({ signal }) => fetchJson<PrivateImageView[]>(routes.org.live.images(organisationId), signal),
    ...refetchingOn<PrivateImageView[]>(['resources'], (data) =>
      data?.some((image) => transientSnapshotStates.includes(image.state)) ? busyListMs : calmMs,
    ),
  })
}

export function instanceQuery(organisationId: string, instanceId: string) {
  return queryOptions({
    queryKey: ['compute', 'instance', { organisationId, instanceId }],
    queryFn: ({ signal }) =>
      fetchJson<InstancePage>(routes.org.live.instance(organisationId, instanceId), signal),
    ...refetchingOn<InstancePage>(['resources'], (data) => {
      if (data && (isBusyInstance(data) || isMoving(data.saga) || isReachTesting(data.reachTest)))
        return busyPageMs
      const isSettling = isReachSettling(data?.reach ?? null) || isFirstBootFollowed(data?.firstBoot ?? null)
      return isSettling ? busyListMs : calmMs
    }),
  })
}

export function volumeListQuery(organisationId: string, params: ListParams) {
  return queryOptions({
    queryKey: ['compute', 'volumes', { organisationId, ...params }],
    queryFn: ({ signal }) =>
      fetchJson<ListPage<VolumeView>>(routes.org.live.volumes(organisationId, params), signal),
    ...refetchingOn<ListPage<VolumeView>>(['resources'], (data) =>
      data?.rows.some((row) => transientVolumeStates.includes(row.state)) ? busyListMs : calmMs,
    ),
  })
}

export function volumeQuery(organisationId: string, volumeId: string) {
  return queryOptions({
    queryKey: ['compute', 'volume', { organisationId, volumeId }],
    queryFn: ({ signal }) => fetchJson<VolumePage>(routes.org.live.volume(organisationId, volumeId), signal),
    ...refetchingOn<VolumePage>(['resources'], (data) =>
      data && (isBusyVolume(data) || isMoving(data.saga)) ? busyPageMs : calmMs,
    ),
  })
}

function isBusyInstance({ instance, volumes, snapshots }: InstanceDetail): boolean {
  return (
    transientInstanceStates.includes(instance.state) ||
    volumes.some((volume) => transientVolumeStates.includes(volume.state)) ||
    snapshots.some((snapshot) => transientSnapshotStates.includes(snapshot.state))
  )
}

function isBusyVolume({ volume, snapshots }: VolumeDetail): boolean {
  return (
    transientVolumeStates.includes(volume.state) ||
    snapshots.some((snapshot) => transientSnapshotStates.includes(snapshot.state))
  )
}
