import type { Readable } from 'node:stream'
import type { Balancers } from './balancer'
import type { FirstBoot } from './first-boot'
import type { CardSpec, NetworkSpec, OwnedNetwork, SurveyedNetwork } from './network'
import type {
  LookFrom,
  OutsideAnswer,
  OutsideTarget,
  ProbeAnswer,
  ProbeTarget,
  Watched,
  ZoneSight,
} from './probes'
import type { Shell, ShellSize } from './shell'

export type { CardSpec, NetworkSpec, SurveyedNetwork } from './network'
export type * from './probes'

/** Where a rescue system mounts the root disk of its server. */
export const rescuePath = '/mnt/server'

/** The specification of one server on a hypervisor. `hostName` and `zoneCode` are its placement. */
export type InstanceSpec = {
  resourceId: string
  organisationId: string
  /** The customer's name for it: a label, never an identity. */
  name: string
  hostName: string
  zoneCode: string
  /** Alias of the image on the hypervisor. */
  image: string
  /** Absent: a container. Virtual machines only where the host runs them. */
  type?: 'container' | 'virtual-machine'
  /**
   * Source of the root disk instead of `image`: a snapshot of another server on the same hypervisor, or an image of the
   * same organisation, not larger.
   */
  source?: { instanceId: string; snapshotId: string } | { imageId: string } | null
  vcpu: number
  memoryMib: number
  rootDiskGib: number
  sshKeys: readonly string[]
  /** What cloud-init reads at first boot, byte for byte; null or absent: nothing. */
  userData?: string | null
  /** Requested address; a hypervisor with another range assigns one of its own. */
  address: string | null
  /** Its public IPv6 address on the private network, which the guest takes by DHCPv6; null or absent: none. */
  address6?: string | null
  /** Its private network; absent means the hypervisor's default network. */
  network?: NetworkSpec | null
  /** Its cards on further networks. */
  moreCards?: readonly CardSpec[]
  tags?: Readonly<Record<string, string>>
}

export type VolumeSpec = {
  resourceId: string
  organisationId: string
  name: string
  zoneCode: string
  poolName: string
  sizeGib: number
  /** The volume of which it is a backup: it is marked with it, so that a lost row can be written again. */
  backupOf?: string
}

/** Source of a copy: a volume's content, or a snapshot's content. */
export type VolumeSource = { volumeId: string; snapshotId: string | null }
export type SnapshotSource = { volumeId: string; snapshotId: string }

export type ImageSpec = {
  resourceId: string
  organisationId: string
  name: string
  zoneCode: string
  /** Of the disk in it. */
  sizeGib: number
}

/** Source of an image: the content of a snapshot of a server's root disk. */
export type ImageSource = { instanceId: string; snapshotId: string }

export type InstanceSize = { vcpu: number; memoryMib: number; rootDiskGib: number }
/** Properties of a server that restoring its root disk does not change. */
export type KeptByRestore = InstanceSize & {
  volumeIds: readonly string[]
  moreCards?: readonly CardSpec[]
}

export type InstancePower = 'running' | 'stopped' | 'starting' | 'error'

export type InstanceObservation =
  | { exists: false; observedAt: Date }
  | {
      exists: true
      /** Has the tags of this resource and this installation. When false, nothing may change it. */
      ours: boolean
      power: InstancePower
      vcpu: number
      memoryMib: number
      diskGib: number
      /** Of its first card. */
      addresses: string[]
      observedAt: Date
    }

export type VolumeObservation =
  | { exists: false; observedAt: Date }
  | { exists: true; ours: boolean; sizeGib: number; attachedTo: string | null; observedAt: Date }

export type SnapshotObservation =
  | { exists: false; observedAt: Date }
  | { exists: true; takenAt: Date; observedAt: Date }

export type ImageObservation =
  | { exists: false; observedAt: Date }
  | { exists: true; madeAt: Date; observedAt: Date }

/** An object with this installation's tag, by the resource it was created for. */
export type OwnedObject =
  | { kind: 'instance'; resourceId: string; organisationId: string; power: InstancePower }
  | { kind: 'volume'; resourceId: string; organisationId: string; attachedTo: string | null }

/** A running server's use since its start, as counters, and its current holdings. */
export type InstanceMeasurement = {
  resourceId: string
  cpuMicros: number
  memoryMib: number
  /** Null where the hypervisor does not report it. */
  diskMib: number | null
  receivedBytes: number
  sentBytes: number
}

type Surveyed = {
  name: string
  /** Null without a tag of this installation, or when tags are unreadable. */
  owner: { resourceId: string; organisationId: string } | null
  /** False when its host does not answer. */
  isReadable: boolean
  /** Location on the hypervisor, by the hypervisor's names. */
  place: string
  /** Whether it is in a place reserved for our objects. */
  isInOurPlace: boolean
  /** The customer's name for it when it was made. */
  label?: string | null
  createdAt?: Date | null
}
export type SurveyedInstance = Surveyed & {
  kind: 'instance'
  power: InstancePower
  /** Alias of the image that it was made from. */
  image?: string | null
  type?: 'container' | 'virtual-machine'
  vcpu: number
  memoryMib: number
  diskGib: number
  /** The host's name on the hypervisor; null when unknown. */
  hostName: string | null
  /** Its cards in order, on networks of this installation; `networkId` is null on any other. */
  cards: { networkId: string | null; address: string | null; address6?: string | null }[]
}
export type SurveyedVolume = Surveyed & {
  kind: 'volume'
  sizeGib: number
  /** Our name for its pool, where the hypervisor has it. */
  pool?: string | null
  /** Resource id, or the name of an object that is not ours. */
  attachedTo: string | null
  /** The volume of which it is a backup. */
  copyOf?: string | null
}
/** An object on a hypervisor, ours or not. */
export type SurveyedObject = SurveyedInstance | SurveyedVolume

/** A public address and its target server. */
export type AddressSpec = { addressId: string; organisationId: string; address: string; instanceId: string }
/** A public address that this installation directed. */
export type SurveyedAddress = AddressSpec

/**
 * Hosts that do not answer, by the hypervisor's names. `isCertain`: the hypervisor itself reports it; otherwise only
 * our own check, which may be transient. `all`: no host of the zone answers. `members`: its hosts, where it lists them;
 * the list is complete with `isWhole`.
 */
export type SilentHosts = {
  all: boolean
  hosts: { name: string; isCertain: boolean }[]
  members?: { names: string[]; isWhole: boolean } | undefined
}

export type Reachability = { reachable: boolean; text: string }

/** An image that this installation created, by the resource it was created for. */
export type SurveyedImage = {
  imageId: string
  organisationId: string
  /** The customer's name for it. */
  label: string | null
  createdAt: Date
  /** The server of whose disk it was made. */
  copyOf: string | null
  /** Of the disk in it; null where the hypervisor does not have it. */
  sizeGib: number | null
}

/** Every call ends when `signal` fires, with `DriverError('timeout')`; its effect may still happen. */
export type CallOptions = { signal: AbortSignal }

/**
 * A hypervisor, as sagas use it. Object names derive from the resource id, so every call is idempotent: a repeat finds
 * the first call's effect and succeeds. A resolved promise means that the effect exists; a rejected one (always with
 * `DriverError`) leaves it unknown unless the code states otherwise. No call changes an object without this
 * installation's tags: that is `conflict_not_ours`.
 */
export interface Driver {
  readonly kind: 'simulator' | 'incus'
  /** Absent where load balancers cannot be made. */
  readonly balancers?: Balancers<NetworkSpec>

  /** Ensures the server, stopped. Ours with the same spec is success; another spec is `conflict_spec`. */
  createInstance(spec: InstanceSpec, options: CallOptions): Promise<void>
  /** Starts the server with its reserved address: `bootInstance`, then `keepAddress`. */
  startInstance(resourceId: string, options: CallOptions): Promise<void>
  /** Starts the server; for callers that wait until it answers anyway. */
  bootInstance(resourceId: string, options: CallOptions): Promise<void>
  /** Restarts a guest that just booted with another address than the reserved one, a few times at most. */
  keepAddress(resourceId: string, options: CallOptions): Promise<void>
  /** Stops the server; `force` cuts the power, otherwise the guest shuts down. */
  stopInstance(resourceId: string, how: { force: boolean }, options: CallOptions): Promise<void>
  /** Restarts the server, or starts it when it is stopped. */
  restartInstance(resourceId: string, options: CallOptions): Promise<void>
  /** Sets the size, running or not. The root disk only grows: a smaller one is `rejected`. */
  resizeInstance(resourceId: string, size: InstanceSize, options: CallOptions): Promise<void>
  /**
   * Moves the stopped server to this host of its zone. A running one is `state_forbids`; an unknown host is `rejected`.
   */
  moveInstance(resourceId: string, hostName: string, options: CallOptions): Promise<void>
  /** Connects the server, running or not, to a further network, which is made when it is missing. */
  connectNetwork(resourceId: string, card: CardSpec, options: CallOptions): Promise<void>
  /** Removes the server's card on this further network. */
  disconnectNetwork(resourceId: string, networkId: string, options: CallOptions): Promise<void>
  /** Deletes the server in any state. Attached volumes stay. */
  deleteInstance(resourceId: string, options: CallOptions): Promise<void>

  /**
   * Starts a rescue system for a stopped server: made from `image`, with the server's limits, without a network, and
   * with the server's root disk at `rescuePath`. A running server is `state_forbids`.
   */
  startRescue(resourceId: string, image: string, options: CallOptions): Promise<void>
  /** Removes the rescue system; the root disk stays as it left it. */
  endRescue(resourceId: string, options: CallOptions): Promise<void>

  createVolume(spec: VolumeSpec, options: CallOptions): Promise<void>
  /**
   * Ensures the volume with this size and the content that the source had at some moment during the first call;
   * afterwards it is independent. The source is on the same hypervisor, not larger, attached or not.
   */
  copyVolume(spec: VolumeSpec, source: VolumeSource, options: CallOptions): Promise<void>
  /**
   * Exports a snapshot's content as a stream for `importVolume` of a driver of the same kind, possibly elsewhere.
   * Temporary objects are named after the target volume and stay until `endExport`.
   */
  exportSnapshot(spec: VolumeSpec, source: SnapshotSource, options: CallOptions): Promise<Readable>
  /** Removes everything that an export for this volume left. */
  endExport(resourceId: string, options: CallOptions): Promise<void>
  /** Ensures the volume with this size and the stream's content; opens no stream when the volume is complete. */
  importVolume(spec: VolumeSpec, open: () => Promise<Readable>, options: CallOptions): Promise<void>
  /** Deletes the volume and its snapshots. An attached volume is `state_forbids`. */
  deleteVolume(resourceId: string, options: CallOptions): Promise<void>
  /** Grows the volume to at least this size, attached or not. */
  growVolume(resourceId: string, sizeGib: number, options: CallOptions): Promise<void>
  /** Attaches it to this instance. Attached to another one is `state_forbids`. */
  attachVolume(instanceId: string, volumeId: string, options: CallOptions): Promise<void>
  /** Detaches it from this instance. */
  detachVolume(instanceId: string, volumeId: string, options: CallOptions): Promise<void>

  /**
   * Snapshots are named after their own id and belong to their volume, and so to its owner. Ensures a snapshot of the
   * volume's content at some moment during the first call.
   */
  takeSnapshot(volumeId: string, snapshotId: string, options: CallOptions): Promise<void>
  /**
   * Restores the snapshot's content at the volume's current size; the snapshot stays. An attached volume is
   * `state_forbids`.
   */
  restoreSnapshot(volumeId: string, snapshotId: string, options: CallOptions): Promise<void>
  /** Deletes the snapshot. */
  deleteSnapshot(volumeId: string, snapshotId: string, options: CallOptions): Promise<void>

  /** The same for the root disk of a server, running or not. */
  takeInstanceSnapshot(instanceId: string, snapshotId: string, options: CallOptions): Promise<void>
  /**
   * Restores the snapshot's content to the root disk; size, volumes and cards are those of `kept`, not those of the
   * snapshot. A running server is `state_forbids`.
   */
  restoreInstanceSnapshot(
    instanceId: string,
    snapshotId: string,
    kept: KeptByRestore,
    options: CallOptions,
  ): Promise<void>
  deleteInstanceSnapshot(instanceId: string, snapshotId: string, options: CallOptions): Promise<void>

  /** Ensures the complete image with the snapshot's content; it outlives both snapshot and server. */
  createImage(spec: ImageSpec, source: ImageSource, options: CallOptions): Promise<void>
  /** Deletes the image. Servers made from it stay. */
  deleteImage(resourceId: string, options: CallOptions): Promise<void>

  observeInstance(resourceId: string, options: CallOptions): Promise<InstanceObservation>
  /** Reads what cloud-init reports inside the server. */
  readFirstBoot(resourceId: string, options: CallOptions): Promise<FirstBoot>
  observeVolume(resourceId: string, options: CallOptions): Promise<VolumeObservation>
  observeSnapshot(volumeId: string, snapshotId: string, options: CallOptions): Promise<SnapshotObservation>
  observeInstanceSnapshot(
    instanceId: string,
    snapshotId: string,
    options: CallOptions,
  ): Promise<SnapshotObservation>
  observeImage(resourceId: string, options: CallOptions): Promise<ImageObservation>
  /** Directs the address to this server and to no other. */
  directAddress(spec: AddressSpec, options: CallOptions): Promise<void>
  /** Removes the target of the address, unless it already belongs to another reservation. */
  undirectAddress(spec: Pick<AddressSpec, 'addressId' | 'address'>, options: CallOptions): Promise<void>
  /** Lists every address of this zone that leads to an object of this installation. */
  surveyAddresses(zoneCode: string, options: CallOptions): Promise<SurveyedAddress[]>
  /**
   * Ensures the network with its peers and puts its rules in force on every host of the zone, always by a write: existing
   * rules prove nothing. Peers reach each other once both networks were written. After a failure it is unknown which hosts have them; `params.hosts` names those that are down.
   */
  applyRules(zoneCode: string, network: NetworkSpec, options: CallOptions): Promise<void>
  /**
   * Removes the network with its rules from every host of the zone; an absent one is success. With a server on it:
   * `state_forbids`.
   */
  removeNetwork(zoneCode: string, network: OwnedNetwork, options: CallOptions): Promise<void>
  /** Lists every private network of this installation in this zone, with its rules. */
  surveyNetworks(zoneCode: string, options: CallOptions): Promise<SurveyedNetwork[]>
  /** Lists every complete image of this installation in this zone, each once. */
  surveyImages(zoneCode: string, options: CallOptions): Promise<SurveyedImage[]>
  /** Probes the server from our vantage within the zone, on the server's own network. */
  probe(resourceId: string, target: ProbeTarget, options: CallOptions): Promise<ProbeAnswer>
  /** Connects from outside; null where only a vantage on another network can. */
  probeFromOutside(target: OutsideTarget, options: CallOptions): Promise<OutsideAnswer | null>
  /**
   * Checks a zone and all these resources at once. From `control`: the server runs and its host is online; the volume
   * and its pool exist. From `agent`: the server's address answers our agent on its network; the agent can write to the
   * pool and read back. Without an observation a resource is `unknown`; when nothing could be checked, the call
   * rejects. The reason for `off` is not reported here.
   */
  look(zoneCode: string, from: LookFrom, watched: Watched, options: CallOptions): Promise<ZoneSight>
  /** Lists the hosts of a zone that do not answer now; rejects when that is unknown. */
  listSilentHosts(zoneCode: string, options: CallOptions): Promise<SilentHosts>
  /**
   * Gives up the records of a host that is powered off for good: its servers with their snapshots, and the volumes on it,
   * no longer exist. A host that answers is `state_forbids`; one that is not recorded (any more) is success.
   */
  forgetHost(zoneCode: string, hostName: string, options: CallOptions): Promise<void>
  /** Probes once, without waiting, whether the server answers as its image requires. `vantage_away` */
  probeReachable(resourceId: string, options: CallOptions): Promise<Reachability>
  /**
   * Opens a shell in a running server or in its rescue system; otherwise `state_forbids`. `options` limit the opening
   * only.
   */
  openShell(resourceId: string, size: ShellSize, options: CallOptions): Promise<Shell>
  /** Lists everything with our installation's tag, by resource id. */
  listOwned(options: CallOptions): Promise<OwnedObject[]>
  /** Measures every running server with a name of ours; our rows identify its owner. */
  measureInstances(options: CallOptions): Promise<InstanceMeasurement[]>
  /** Lists every server and volume of this zone, ours or not; with `only`, just that server. */
  survey(zoneCode: string, options: CallOptions & { only?: string }): Promise<SurveyedObject[]>
  /** Closes the connections; no call may follow. */
  close(): Promise<void>
}
