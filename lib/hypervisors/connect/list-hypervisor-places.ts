import type { HypervisorFacts } from '~/db/schema/hypervisors'
import type { MemberPlace } from '../incus/wire/address'
import { readAddress, uniqueAddresses, writeAddress } from '../trust-token'

/**
 * Returns every known address of a hypervisor in the order in which to try them: those from staff or the token, then
 * those of its members. An address at which a member listens carries the member's name. Pure.
 */
export function listHypervisorPlaces({
  host,
  port,
  addresses,
  facts,
}: {
  host: string
  port: number
  addresses: readonly string[]
  facts: HypervisorFacts | null
}): MemberPlace[] {
  const members = new Map(
    (facts?.members ?? []).flatMap(({ name, address }) => (address ? [[address, name] as const] : [])),
  )
  const all = uniqueAddresses([writeAddress({ host, port }), ...addresses, ...members.keys()])
  return all.flatMap((text) => {
    const place = readAddress(text)
    return place ? [{ ...place, member: members.get(text) ?? null }] : []
  })
}
