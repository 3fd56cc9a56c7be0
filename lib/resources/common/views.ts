import type { Meter } from '~/db/schema/catalogue'
import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'
import type { PlacementReceipt } from '~/lib/placement/client'
import type { InstanceSnapshotView, SnapshotView } from '../copies/copy-views'
import type { InstanceHealth, VolumeHealth } from '../servers/instance-health'

/** A zone, as resources show it. */
export type PlaceView = { id: Id<'zone'>; code: string; name: string }

/** A project, as resources show it. */
export type ProjectRef = { id: Id<'project'>; name: string }

export type BundleRef = {
  id: Id<'bundle'>
  name: string
  kind: 'compute' | 'storage' | 'combined' | 'address' | 'balancer'
  vcpu: number
  memoryMib: number
  rootDiskGib: number
}

/** One server for screens. Instants are ISO strings, cents decimal strings. */
export type InstanceView = {
  id: Id<'instance'>
  name: string
  state: InstanceState
  isProtected: boolean
  zone: PlaceView
  bundle: BundleRef
  /** `takesKeys`: false for a virtual machine whose image lacks cloud-init. */
  image: { id: Id<'image'>; name: string; takesKeys: boolean }
  address: string | null
  /** Its public IPv6 address, which its system takes by DHCPv6. */
  address6: string | null
  tags: Record<string, string>
  orderLineId: Id<'orderLine'>
  order: { id: Id<'order'>; number: string }
  project: ProjectRef
  sshKeyIds: string[]
  /** Price of a full month of compute and root disk, without VAT. */
  monthlyCents: string
  health: InstanceHealth | null
  createdAt: string
  runningSince: string | null
  deletedAt: string | null
  purgeAfter: string | null
  failureCode: string | null
}

/** One server in the list: only the displayed fields, because a page sends fifty rows to the browser. */
export type InstanceLine = Pick<
  InstanceView,
  'id' | 'name' | 'state' | 'isProtected' | 'address' | 'tags' | 'monthlyCents' | 'createdAt'
> & {
  zone: Pick<PlaceView, 'code'>
  bundle: Omit<BundleRef, 'kind'>
  /** Absent while the server is healthy. */
  health?: InstanceHealth
}

/** One volume for screens. */
export type VolumeView = {
  id: Id<'volume'>
  name: string
  state: VolumeState
  isProtected: boolean
  zone: PlaceView
  bundle: Pick<BundleRef, 'id' | 'name' | 'kind'>
  sizeGib: number
  volumeClass: 'fast' | 'standard' | 'archive'
  attachedInstance: { id: Id<'instance'>; name: string } | null
  tags: Record<string, string>
  /** The source it was copied from; the snapshot may have been deleted since. */
  source: { volumeId: Id<'volume'>; volume: string; snapshot: string | null } | null
  orderLineId: Id<'orderLine'>
  order: { id: Id<'order'>; number: string }
  project: ProjectRef
  monthlyCents: string
  health: VolumeHealth | null
  createdAt: string
  deletedAt: string | null
  purgeAfter: string | null
  failureCode: string | null
}

/** One change of state, newest first on screens. */
export type TransitionView = {
  id: Id<'transition'>
  fromState: string | null
  toState: string
  effectiveAt: string
}

/** A zone offered as list filter. */
export type ZoneChoice = { code: string; name: string }

export type ListPage<T> = { rows: T[]; total: number }

/** Use of one meter at one price since the first of the month; cents without VAT. */
export type UsageLineView = {
  /** Unique within a page: of the resource or snapshot, meter and price. */
  id: string
  meter: Meter
  /** Name of the metered snapshot; null for the resource itself. */
  snapshot: string | null
  microCentsPerHour: string
  /** The list price, where a lower one is paid. */
  listMicroCentsPerHour: string | null
  seconds: number
  /** Less than `seconds` once 720 hours are reached. */
  billedSeconds: number
  cents: string
}

/** A server with all data of its page. */
export type InstanceDetail = {
  instance: InstanceView
  placement: PlacementReceipt | null
  volumes: VolumeView[]
  /** Free volumes of its zone. */
  attachable: { id: Id<'volume'>; name: string; sizeGib: number }[]
  snapshots: InstanceSnapshotView[]
  /** Price of one more over a full month, without VAT; null where none is sold. */
  snapshotMonthlyCents: string | null
  transitions: TransitionView[]
  usage: UsageLineView[]
}

/** A volume with all data of its page. */
export type VolumeDetail = {
  volume: VolumeView
  snapshots: SnapshotView[]
  /** Volumes being copied from this one or from one of its snapshots. */
  copying: number
  /** Price of one more over a full month, without VAT; null where none is sold. */
  snapshotMonthlyCents: string | null
  placement: PlacementReceipt | null
  /** Servers of its zone that can take a volume now. */
  attachableTo: { id: Id<'instance'>; name: string; state: InstanceState }[]
  transitions: TransitionView[]
  usage: UsageLineView[]
}
