import type { Readable } from 'node:stream'
import type { Shell, ShellSize } from './shell'

/** Where a rescue system finds the root disk of its server. */
export const rescuePath = '/mnt/server'

/** What is asked of a hypervisor for one server. `hostName` and `zoneCode` are where the scheduler placed it. */
export type InstanceSpec = {
  resourceId: string
  organisationId: string
  /** The customer's name for it: a label, never an identity. */
  name: string
  hostName: string
  zoneCode: string
  /** Alias of the image on the hypervisor. */
  image: string
  /** Left out: a container. Virtual machines only where the host runs them. */
  type?: 'container' | 'virtual-machine'
  /**
   * What the root disk begins as instead: a snapshot of another server on the same hypervisor, or an image of the
   * same organisation, not larger.
   */
  source?: { instanceId: string; snapshotId: string } | { imageId: string } | null
  vcpu: number
  memoryMib: number
  rootDiskGib: number
  sshKeys: readonly string[]
  /** Wanted address; a hypervisor whose network does not contain it gives one of its own. */
  address: string | null
  /** Where it is connected; left out, to what the hypervisor gives everybody. */
  network?: NetworkSpec | null
  tags?: Readonly<Record<string, string>>
}

/** What may come in from outside of a network; `ports` is `443`, `8000-8100`, or null for all of them. */
export type FirewallRuleSpec = { protocol: 'tcp' | 'udp' | 'icmp'; ports: string | null; source: string }

/** The private network of a project. */
export type NetworkSpec = {
  networkId: string
  organisationId: string
  /** `10.128.4.0/22` */
  range: string
  rules: readonly FirewallRuleSpec[]
}

/** What a network of this installation lets in on a hypervisor. */
export type SurveyedNetwork = {
  networkId: string
  organisationId: string
  /** `10.128.4.0/22`; null when it has none. */
  range: string | null
  /** Null when it lets in something that no rule of ours can say, or does not filter at all. */
  rules: FirewallRuleSpec[] | null
  /** Keeps its servers from the hypervisor and from management networks, just as it would if it were written now. */
  isWalled: boolean
  /** Hosts, in the hypervisor's words, that answer and on which the network or its rules are missing. */
  missingOn: string[]
}

export type VolumeSpec = {
  resourceId: string
  organisationId: string
  name: string
  zoneCode: string
  poolName: string
  sizeGib: number
}

/** What a volume is copied from: what it holds, or what a snapshot of it holds. */
export type VolumeSource = { volumeId: string; snapshotId: string | null }
export type SnapshotSource = { volumeId: string; snapshotId: string }

export type ImageSpec = { resourceId: string; organisationId: string; name: string; zoneCode: string }

/** What an image is made of: what a snapshot of a server's root disk holds. */
export type ImageSource = { instanceId: string; snapshotId: string }

export type InstanceSize = { vcpu: number; memoryMib: number; rootDiskGib: number }
/** What of a server a return of its root disk leaves as it is. */
export type KeptByRestore = InstanceSize & { volumeIds: readonly string[] }

export type InstancePower = 'running' | 'stopped' | 'starting' | 'error'

export type InstanceObservation =
  | { exists: false; observedAt: Date }
  | {
      exists: true
      /** Carries the tags of this resource and of this installation. When false, nothing may touch it. */
      ours: boolean
      power: InstancePower
      vcpu: number
      memoryMib: number
      diskGib: number
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

/** One object that carries our installation's tag, known by the resource it was made for. */
export type OwnedObject =
  | { kind: 'instance'; resourceId: string; organisationId: string; power: InstancePower }
  | { kind: 'volume'; resourceId: string; organisationId: string; attachedTo: string | null }

/** What a running server has used since its start, as counters, and what it holds now. */
export type InstanceMeasurement = {
  resourceId: string
  cpuMicros: number
  memoryMib: number
  /** Null where the hypervisor does not say. */
  diskMib: number | null
  receivedBytes: number
  sentBytes: number
}

type Surveyed = {
  name: string
  /** Null when it carries no tag of this installation, or when that cannot be read. */
  owner: { resourceId: string; organisationId: string } | null
  /** False when the host that it is on does not answer. */
  isReadable: boolean
  /** Where on the hypervisor, in its own words. */
  place: string
  /** There, nothing but ours should be. */
  isInOurPlace: boolean
}
export type SurveyedInstance = Surveyed & {
  kind: 'instance'
  power: InstancePower
  vcpu: number
  memoryMib: number
  diskGib: number
  /** The host that it is on, as the hypervisor calls it; null when it does not tell. */
  hostName: string | null
}
export type SurveyedVolume = Surveyed & {
  kind: 'volume'
  sizeGib: number
  /** By resource id, or by name where that is none of ours. */
  attachedTo: string | null
}
/** Something on a hypervisor, whoever made it. */
export type SurveyedObject = SurveyedInstance | SurveyedVolume

/** A public address and the server that it is to lead to. */
export type AddressSpec = { addressId: string; organisationId: string; address: string; instanceId: string }
/** A public address that this installation directed. */
export type SurveyedAddress = AddressSpec

/**
 * Hosts that do not answer, in the hypervisor's words. `isCertain`: the hypervisor itself says so; otherwise our own look
 * alone, which may be a moment's. `all`: none of the zone answers. `members`: the hosts that it has, where it lists them;
 * with `isWhole` there is no other, and without it nothing is said about others.
 */
export type SilentHosts = {
  all: boolean
  hosts: { name: string; isCertain: boolean }[]
  members?: { names: string[]; isWhole: boolean } | undefined
}

export type Reachability = { reachable: boolean; text: string }

/** An image that this installation made, known by the resource it was made for. */
export type SurveyedImage = { imageId: string; organisationId: string }

/** What a server's own address is asked; to `http`, an answer that says an error is none. */
export type ProbeTarget = { protocol: 'tcp' | 'http'; port: number } | { protocol: 'icmp' }
/** `unknown`: nobody within the zone could be asked. `text` is what was seen. */
export type ProbeAnswer = { state: 'up' | 'down' | 'unknown'; text: string }

/** From where a zone is looked at: the hypervisor's own interface, or our agents within the zone. */
export type LookFrom = 'control' | 'agent'
/** What is to be looked at. `address` is the server's own, where our rows know it. */
export type Watched = {
  servers: readonly { resourceId: string; address: string | null }[]
  volumes: readonly { resourceId: string; poolName: string }[]
}
export type Seen = 'up' | 'down' | 'unknown'
/** `off`: the server is there and so is its host, and it is switched off. Why, the hypervisor does not say. */
export type SeenResource = Seen | 'off'
/** What was seen at once: the zone as a whole, and everything that was asked about by its resource id. */
export type ZoneSight = { zone: Seen; resources: ReadonlyMap<string, SeenResource> }

/** Every call ends when `signal` fires, with `DriverError('timeout')`; its effect may still happen. */
export type CallOptions = { signal: AbortSignal }

/**
 * A hypervisor, as the sagas see it. Objects are named from the resource id, so every call may be repeated:
 * a second call finds the first one's effect and succeeds. A promise that resolves means the effect is
 * there; one that rejects (always with `DriverError`) leaves it unknown unless the code says otherwise.
 * No call changes an object without this installation's tags: that is `conflict_not_ours`.
 */
export interface Driver {
  readonly kind: 'simulator' | 'incus'

  /** The server exists, stopped. One of ours with the same spec is success; another spec is `conflict_spec`. */
  createInstance(spec: InstanceSpec, options: CallOptions): Promise<void>
  /** Running, with the address that is reserved for it: `bootInstance`, then `keepAddress`. */
  startInstance(resourceId: string, options: CallOptions): Promise<void>
  /** Running; for who waits until it answers in any case. */
  bootInstance(resourceId: string, options: CallOptions): Promise<void>
  /** A guest that was just booted has the address reserved for it: one that took another is booted anew, a few times. */
  keepAddress(resourceId: string, options: CallOptions): Promise<void>
  /** Stopped; `force` cuts the power, otherwise the guest is asked to shut down. */
  stopInstance(resourceId: string, how: { force: boolean }, options: CallOptions): Promise<void>
  /** Running, having been stopped in between if it ran. */
  restartInstance(resourceId: string, options: CallOptions): Promise<void>
  /** Has this size, running or not. The root disk only grows: less is `rejected`. */
  resizeInstance(resourceId: string, size: InstanceSize, options: CallOptions): Promise<void>
  /**
   * Stands on this host of its zone, stopped. One that runs is `state_forbids`; `rejected` where there is no
   * such host to go to.
   */
  moveInstance(resourceId: string, hostName: string, options: CallOptions): Promise<void>
  /** Absent, whatever state it was in. Attached volumes stay. */
  deleteInstance(resourceId: string, options: CallOptions): Promise<void>

  /**
   * A rescue system runs in the place of a stopped server: made of `image`, with the server's limits and without a
   * network, the server's root disk at `rescuePath`. One that runs is `state_forbids`.
   */
  startRescue(resourceId: string, image: string, options: CallOptions): Promise<void>
  /** The server has no rescue system, and its root disk is as that left it. */
  endRescue(resourceId: string, options: CallOptions): Promise<void>

  createVolume(spec: VolumeSpec, options: CallOptions): Promise<void>
  /**
   * The volume exists with this size and holds what the source held at some moment during the first call; it
   * is nobody's but its own from then on. The source is on the same hypervisor, not larger, attached or not.
   */
  copyVolume(spec: VolumeSpec, source: VolumeSource, options: CallOptions): Promise<void>
  /**
   * What a snapshot holds, as a stream that `importVolume` of a driver of the same kind takes, elsewhere perhaps. What
   * the hypervisor needs for it stays until `endExport`, and is named from the volume that it is for.
   */
  exportSnapshot(spec: VolumeSpec, source: SnapshotSource, options: CallOptions): Promise<Readable>
  /** Nothing is left of an export for this volume. */
  endExport(resourceId: string, options: CallOptions): Promise<void>
  /** The volume exists with this size and holds what the stream says; one that does already asks for none. */
  importVolume(spec: VolumeSpec, open: () => Promise<Readable>, options: CallOptions): Promise<void>
  /** Absent, with its snapshots. A volume that is attached is `state_forbids`. */
  deleteVolume(resourceId: string, options: CallOptions): Promise<void>
  /** At least this large, attached or not. */
  growVolume(resourceId: string, sizeGib: number, options: CallOptions): Promise<void>
  /** Attached to this instance. Attached to another one is `state_forbids`. */
  attachVolume(instanceId: string, volumeId: string, options: CallOptions): Promise<void>
  /** Not attached to this instance. */
  detachVolume(instanceId: string, volumeId: string, options: CallOptions): Promise<void>

  /**
   * Snapshots are named from an id of their own and stand in their volume: whose volume it is, theirs they are.
   * The volume has this snapshot of what it held at some moment during the first call.
   */
  takeSnapshot(volumeId: string, snapshotId: string, options: CallOptions): Promise<void>
  /**
   * The volume holds what the snapshot holds, at its present size; the snapshot stays. Of a volume that is
   * attached: `state_forbids`.
   */
  restoreSnapshot(volumeId: string, snapshotId: string, options: CallOptions): Promise<void>
  /** The volume has no such snapshot. */
  deleteSnapshot(volumeId: string, snapshotId: string, options: CallOptions): Promise<void>

  /** The same for the root disk of a server, running or not. */
  takeInstanceSnapshot(instanceId: string, snapshotId: string, options: CallOptions): Promise<void>
  /**
   * The root disk holds what the snapshot holds; the server has the size, the volumes and the address that `kept`
   * says, whatever it had then. Of a server that runs: `state_forbids`.
   */
  restoreInstanceSnapshot(
    instanceId: string,
    snapshotId: string,
    kept: KeptByRestore,
    options: CallOptions,
  ): Promise<void>
  deleteInstanceSnapshot(instanceId: string, snapshotId: string, options: CallOptions): Promise<void>

  /** The image is there, whole, and holds what the snapshot holds; it outlives both snapshot and server. */
  createImage(spec: ImageSpec, source: ImageSource, options: CallOptions): Promise<void>
  /** There is no such image. Servers that began as it stay. */
  deleteImage(resourceId: string, options: CallOptions): Promise<void>

  observeInstance(resourceId: string, options: CallOptions): Promise<InstanceObservation>
  observeVolume(resourceId: string, options: CallOptions): Promise<VolumeObservation>
  observeSnapshot(volumeId: string, snapshotId: string, options: CallOptions): Promise<SnapshotObservation>
  observeInstanceSnapshot(
    instanceId: string,
    snapshotId: string,
    options: CallOptions,
  ): Promise<SnapshotObservation>
  observeImage(resourceId: string, options: CallOptions): Promise<ImageObservation>
  /** What comes to the address reaches this server, and no other. */
  directAddress(spec: AddressSpec, options: CallOptions): Promise<void>
  /** The address leads nowhere; unless another reservation of it has begun, which stays. */
  undirectAddress(spec: Pick<AddressSpec, 'addressId' | 'address'>, options: CallOptions): Promise<void>
  /** Every address of this zone that leads to something of this installation. */
  surveyAddresses(zoneCode: string, options: CallOptions): Promise<SurveyedAddress[]>
  /**
   * The network exists, and its rules are in force on every host of the zone, written by this very call: what was found
   * there is no evidence. A failure leaves it unknown which hosts have them; `params.hosts` names those that are down.
   */
  applyRules(zoneCode: string, network: NetworkSpec, options: CallOptions): Promise<void>
  /** Every private network of this installation in this zone, with what it lets in. */
  surveyNetworks(zoneCode: string, options: CallOptions): Promise<SurveyedNetwork[]>
  /** Every whole image of this zone that is of this installation, once each. */
  surveyImages(zoneCode: string, options: CallOptions): Promise<SurveyedImage[]>
  /** Asked by somebody of ours within the zone, on the server's own network: does it answer. */
  probe(resourceId: string, target: ProbeTarget, options: CallOptions): Promise<ProbeAnswer>
  /**
   * One look at a zone and at all of these at once. From `control`: the server runs and its host is online; the volume
   * is there and so is its pool. From `agent`: the server's address answers our agent on its network; the agent can
   * write to the pool and read back. What this vantage could not tell is `unknown`; when it could look at nothing, the
   * call rejects. Who switched off what is `off` is not told here.
   */
  look(zoneCode: string, from: LookFrom, watched: Watched, options: CallOptions): Promise<ZoneSight>
  /** The hosts of a zone that do not answer now; rejects when that cannot be told. */
  listSilentHosts(zoneCode: string, options: CallOptions): Promise<SilentHosts>
  /** One look, without waiting: does the server answer what its image says that it does. `vantage_away` */
  probeReachable(resourceId: string, options: CallOptions): Promise<Reachability>
  /**
   * A shell in a server that runs, or in the rescue system of one that has it; of any other: `state_forbids`.
   * `options` end its opening, not the shell.
   */
  openShell(resourceId: string, size: ShellSize, options: CallOptions): Promise<Shell>
  /** Everything with our installation's tag, ordered by resource id. */
  listOwned(options: CallOptions): Promise<OwnedObject[]>
  /** Every server that runs under a name of ours; whose it is, our own rows say. */
  measureInstances(options: CallOptions): Promise<InstanceMeasurement[]>
  /** Every server and volume of this zone, whoever made it; or the one server alone that `only` says. */
  survey(zoneCode: string, options: CallOptions & { only?: string }): Promise<SurveyedObject[]>
  /** Connections are closed; no call may follow. */
  close(): Promise<void>
}
