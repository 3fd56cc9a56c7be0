import type { BalancerSettings } from '~/db/schema/resources/balancer-settings'
import type { BalancerState } from '~/db/schema/resources/balancers'
import type { Id } from '~/lib/kernel/ids'
import type { CertificateState } from '../certificates/client'
import type { PlaceView, ProjectRef, TransitionView, UsageLineView } from '../common/views'

export type { BalancerSettings, BalancerState }

/** A certificate that was issued; `validTo` is an ISO string. */
export type CertificateChoice = {
  id: Id<'certificate'>
  name: string
  state: CertificateState
  validTo: string
}

type NetworkRef = { id: Id<'network'>; name: string }

/** A load balancer in a list. */
export type BalancerLine = {
  id: Id<'balancer'>
  name: string
  state: BalancerState
  project: ProjectRef
  zone: PlaceView
  network: NetworkRef
  /** The public address that leads to it; null once it is deleted or failed. */
  address: string | null
  /** Names in DNS that lead to that address. */
  dnsNames: string[]
  listeners: BalancerSettings['listeners']
  /** Whether it accepts connections; null before the first observation. */
  isServing: boolean | null
  /** The hypervisor has the configuration that follows from the settings, apart from changes of the last seconds. */
  isApplied: boolean
  /** Restored: the hypervisor may have a configuration that was set after the backup, and keeps it until that is decided. */
  isUnverified: boolean
  /** Servers of the pool, and how many answered the balancer's last check. */
  servers: { up: number; total: number }
  /** The servers of the pool, as last observed. */
  serverIds: Id<'instance'>[]
}

export type BackendView = {
  instanceId: Id<'instance'>
  name: string
  state: string
  address: string
  /** `unknown`: not checked yet. */
  health: 'up' | 'down' | 'unknown'
  isDraining: boolean
  connections: number
}

/** A load balancer for its page. Instants are ISO strings, cents a decimal string. */
export type BalancerView = BalancerLine & {
  settings: BalancerSettings
  /** Those that its listeners show. */
  certificates: CertificateChoice[]
  /** On its network: from these it reaches its servers. */
  ownAddresses: string[]
  addressId: Id<'publicAddress'> | null
  backends: BackendView[]
  /** Named servers that are not in the pool: deleted, or without an address on the balancer's network. */
  absentServers: { instanceId: Id<'instance'>; name: string }[]
  observedAt: string | null
  /** Since when no server of the pool answers. */
  poolDownSince: string | null
  /** The price of a full month, without VAT and without the public address. */
  monthlyCents: string
  /** Why it could not be made, or why its last configuration is not in force. */
  failure: { code: string; text: string } | null
  order: { id: Id<'order'>; number: string }
  createdAt: string
  transitions: TransitionView[]
  /** Of this month. */
  usage: UsageLineView[]
  may: { change: boolean; rename: boolean; delete: boolean; retry: boolean }
}

/** A load balancer that sends connections to a server. */
export type ServerBalancer = {
  id: Id<'balancer'>
  name: string
  health: 'up' | 'down' | 'unknown'
  /** The server is the only one of the pool that answers. */
  isLast: boolean
}

/** What the forms to order and to change a balancer offer in a project. */
export type BalancerForm = {
  zones: (PlaceView & {
    /** False: its hypervisor cannot make load balancers. */
    hasBalancers: boolean
    /** Public addresses that can still be reserved there. */
    freeAddresses: number
  })[]
  /** Networks with a way out; the others take no balancer. */
  networks: (NetworkRef & { zoneId: Id<'zone'>; range: string })[]
  /** Reserved addresses that lead nowhere. */
  addresses: { id: Id<'publicAddress'>; address: string; zoneId: Id<'zone'> }[]
  servers: {
    id: Id<'instance'>
    name: string
    zoneId: Id<'zone'>
    tags: Record<string, string>
    cards: { networkId: Id<'network'>; address: string }[]
  }[]
  /** Certificates of the project that a listener for HTTPS may show. */
  certificates: CertificateChoice[]
  /** Null while balancers are not sold. `addressMicroCentsPerHour`: of a new public address; null while those are not sold. */
  offer: { name: string; microCentsPerHour: string; addressMicroCentsPerHour: string | null } | null
  quota: { limit: number; used: number }
}
