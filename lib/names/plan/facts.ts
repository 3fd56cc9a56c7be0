import type { RecordType } from '~/db/schema/names'
import type { Id } from '~/lib/kernel/ids'

/** What the records of all projects follow from. */
export type NameFacts = {
  service: { domain: string; nameServers: readonly string[]; isOn: boolean }
  zones: readonly { projectId: Id<'project'>; organisationId: Id<'organisation'>; label: string }[]
  names: readonly NameFact[]
  /** Reserved public addresses; `instanceId` is the server that each is attached to. */
  addresses: readonly AddressFact[]
  /** Public IPv6 addresses that the systems of servers hold. */
  addresses6: readonly Address6Fact[]
  /** The reverse names that customers chose for IPv4 addresses. */
  reverseNames: ReadonlyMap<string, string>
}

export type NameFact = {
  id: Id<'name'>
  projectId: Id<'project'>
  label: string
  /** Of a server: the label that its name gave. */
  wantedLabel: string | null
  kind: 'server' | 'address' | 'alias'
  instanceId: Id<'instance'> | null
  addressId: Id<'publicAddress'> | null
  targetNameId: Id<'name'> | null
  targetHost: string | null
}

export type AddressFact = {
  id: Id<'publicAddress'>
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  address: string
  instanceId: Id<'instance'> | null
}

export type Address6Fact = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  address: string
  instanceId: Id<'instance'>
  /** The reverse name that the customer chose. */
  chosen: string | null
  /** Of the range that the operator was given. */
  rangeBits: number
}

/** A record set that should exist. */
export type WantedRecord = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  zone: string
  name: string
  type: RecordType
  contents: string[]
  /** The public addresses that it leads to, or names. */
  addresses: string[]
}

export const recordKey = ({ name, type }: { name: string; type: string }) => `${name} ${type}`
