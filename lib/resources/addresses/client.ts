import type { Id } from '~/lib/kernel/ids'

export type PublicAddressView = {
  id: Id<'publicAddress'>
  address: string
  projectId: Id<'project'>
  projectName: string
  zoneId: Id<'zone'>
  zoneName: string
  zoneCode: string
  server: { id: Id<'instance'>; name: string } | null
  /** The load balancer that it leads to, which keeps it until it is deleted. */
  balancer: { id: Id<'balancer'>; name: string } | null
  /** The hypervisor has applied the attachment. */
  isApplied: boolean
  /**
   * The database was restored and the hypervisor may route it elsewhere: nothing is changed before that is
   * decided.
   */
  isUnverified: boolean
  /** Why the last update of the hypervisor failed. */
  failure: { code: string } | null
  reservedAt: string
}
/** Public addresses of an organisation, and the choices for reserving another one. */
export type AddressPage = {
  addresses: PublicAddressView[]
  /** Zones with public addresses. */
  zones: { id: Id<'zone'>; code: string; name: string; free: number }[]
  servers: { id: Id<'instance'>; name: string; zoneId: Id<'zone'>; projectId: Id<'project'> }[]
  /** Projects in which one may be reserved. */
  projects: { id: Id<'project'>; name: string }[]
  /** Null while they are not sold. */
  offer: { name: string; microCentsPerHour: string } | null
}
export type AddressPoolView = {
  id: Id<'addressPool'>
  range: string
  /** With 6, `total` and `reserved` count the /64 ranges of networks. */
  family: 4 | 6
  total: number
  reserved: number
  attached: number
}
