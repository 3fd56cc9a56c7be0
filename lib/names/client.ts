import type { Id } from '~/lib/kernel/ids'

/** `nowhere`: nothing that it could lead to has an address now. `unverified`: restored, and not compared since. */
export type NameState = 'published' | 'pending' | 'failing' | 'unverified' | 'nowhere'

export type NameView = {
  id: Id<'name'>
  projectId: Id<'project'>
  projectName: string
  /** Whole: `web.project.cloud.example`. */
  name: string
  kind: 'server' | 'address' | 'alias'
  /** Addresses, or the host of an alias. */
  leadsTo: string[]
  server: { id: Id<'instance'>; name: string } | null
  state: NameState
  /** Why the DNS server does not have it: a code of `names.failure`. */
  failure: string | null
}

/** The name that an address answers questions with. */
export type ReverseView = {
  /** Null for the IPv6 address of a server. */
  addressId: Id<'publicAddress'> | null
  address: string
  projectName: string
  name: string | null
  /** The customer chose it; otherwise it is the name of the server. */
  isChosen: boolean
  state: NameState
  failure: string | null
}

export type NamesPage = {
  names: NameView[]
  reverse: ReverseView[]
  /** Projects that may have further names, with their zones and the addresses that names may lead to. */
  projects: {
    id: Id<'project'>
    name: string
    zone: string
    addresses: { id: Id<'publicAddress'>; address: string; serverName: string | null }[]
  }[]
}

export type NameDifferenceView = {
  id: Id<'nameDifference'>
  zone: string
  name: string
  type: string
  kind: 'missing' | 'changed' | 'unexplained' | 'foreign'
  expected: string[]
  found: string[]
  state: 'open' | 'held' | 'remove' | 'healed' | 'gone'
  firstSeenAt: string
}

export type NameServiceView = {
  kind: 'powerdns' | 'simulator'
  domain: string
  baseUrl: string | null
  nameServers: string[]
  resolver: string | null
  isOn: boolean
  comparedAt: string | null
  failure: { code: string; text: string } | null
}

/** The operator's page of names. */
export type NameServicePage = {
  service: NameServiceView | null
  counts: { records: number; pending: number; failing: number; projects: number }
  differences: NameDifferenceView[]
}
