import { groupedBy } from '~/lib/kernel/grouped-by'
import { isWithin, reverseOf, reverseOf6 } from '../labels'
import { type AddressFact, type NameFact, type NameFacts, recordKey, type WantedRecord } from './facts'

/**
 * Every record set that the rows ask for, each name and type once. The names of a project are published while it holds a
 * public address of either family. Pure.
 */
export function wantedRecords(facts: NameFacts): WantedRecord[] {
  const { domain, nameServers, isOn } = facts.service
  if (!isOn) return []
  const zones = new Map(
    facts.zones.map((zone) => [zone.projectId, { ...zone, zone: `${zone.label}.${domain}` }]),
  )
  const nameOf = ({ projectId, label }: NameFact) => `${label}.${zones.get(projectId)?.zone}`
  const targets = targetsOf(facts, nameOf)
  const holders = new Set([...facts.addresses, ...facts.addresses6].map(({ projectId }) => projectId))
  const forward: WantedRecord[] = facts.names.flatMap((name) => {
    const place = zones.get(name.projectId)
    if (!place || !holders.has(name.projectId)) return []
    const { organisationId, projectId, zone } = place
    return (targets.get(name.id) ?? []).map((target) => ({
      ...{ organisationId, projectId, zone, name: nameOf(name) },
      ...target,
    }))
  })
  const delegations = [...new Set(forward.map(({ projectId }) => projectId))].flatMap((projectId) => {
    const place = zones.get(projectId)
    if (!place) return []
    const { organisationId, zone } = place
    const contents = [...nameServers].sort()
    return [
      { organisationId, projectId, zone: domain, name: zone, type: 'NS' as const, contents, addresses: [] },
    ]
  })
  const led = new Set(forward.flatMap(({ name, addresses }) => addresses.map((each) => `${name} ${each}`)))
  const servers = new Map(
    facts.names.flatMap((name) => (name.instanceId ? [[name.instanceId, nameOf(name)]] : [])),
  )
  const reversed: Reversed[] = [
    ...facts.addresses.map((each) => ({
      ...each,
      ...reverseOf(each.address),
      chosen: facts.reverseNames.get(each.id),
    })),
    ...facts.addresses6.map((each) => ({
      ...each,
      ...reverseOf6(each.address, each.rangeBits),
      chosen: each.chosen ?? undefined,
    })),
  ]
  const reverse = reversed.flatMap((each): WantedRecord[] => {
    const own = each.instanceId ? servers.get(each.instanceId) : undefined
    const target = reverseName(each, led, domain, own)
    if (target === undefined) return []
    const { organisationId, projectId, name, zone, address } = each
    const ptr = { type: 'PTR' as const, contents: [target], addresses: [address] }
    return [{ organisationId, projectId, name, zone, ...ptr }]
  })
  const all = [...delegations, ...forward, ...reverse]
  return [...new Map(all.map((each) => [recordKey(each), each])).values()]
}

type Target = Pick<WantedRecord, 'type' | 'contents' | 'addresses'>

/** Where each name leads; one that leads nowhere now has no entry. */
function targetsOf(facts: NameFacts, nameOf: (name: NameFact) => string): Map<string, Target[]> {
  const targets = new Map<string, Target[]>()
  const byTarget = groupedBy(
    facts.addresses.flatMap(({ id, instanceId, address }) => [
      { target: id as string, address },
      ...(instanceId ? [{ target: instanceId as string, address }] : []),
    ]),
    ({ target }) => target,
  )
  for (const { id, kind, instanceId, addressId } of facts.names) {
    if (kind === 'alias') continue
    const target = instanceId ?? addressId ?? ''
    const addresses = (byTarget.get(target) ?? []).map(({ address }) => address).sort()
    const addresses6 = facts.addresses6.flatMap((each) => (each.instanceId === target ? [each.address] : []))
    const own: Target[] = [
      { type: 'A' as const, addresses },
      { type: 'AAAA' as const, addresses: addresses6.sort() },
    ].flatMap((each) => (each.addresses.length > 0 ? [{ ...each, contents: each.addresses }] : []))
    if (own.length > 0) targets.set(id, own)
  }
  const byId = new Map(facts.names.map((name) => [name.id, name]))
  for (const { id, targetHost, targetNameId } of facts.names.filter(({ kind }) => kind === 'alias')) {
    const target = targetNameId && targets.has(targetNameId) ? byId.get(targetNameId) : undefined
    const host = targetHost ?? (target && nameOf(target))
    if (host) targets.set(id, [{ type: 'CNAME', contents: [host], addresses: [] }])
  }
  return targets
}

/** An address of either family with its reverse zone, and the name that the customer chose. */
type Reversed = Omit<AddressFact, 'id'> & { name: string; zone: string; chosen: string | undefined }

/** The name of an address: the customer's, as long as it is not one of ours that leads elsewhere; else its server's. */
function reverseName(
  { chosen, address }: Reversed,
  led: ReadonlySet<string>,
  domain: string,
  own: string | undefined,
): string | undefined {
  const isTrue = chosen !== undefined && (!isWithin(chosen, domain) || led.has(`${chosen} ${address}`))
  if (isTrue) return chosen
  return own !== undefined && led.has(`${own} ${address}`) ? own : undefined
}
