import { isOfZoneItself } from '../compare/find-differences'
import { isWithin } from '../labels'
import type { DnsServer, RecordSet } from '../port/dns-server'
import { isOurs } from './mark'

type Where = { server: DnsServer; service: { domain: string }; installation: string }

/**
 * A record set of the operator's that the zone of a project would hide or replace: one at the zone's name or below it in
 * the zone of the domain, or one in a zone of that name that we did not make. Null when the zone is ours or free: it is
 * ours once we have delegated it, or written in it.
 *
 * @throws DnsError
 */
export async function findOtherHolder(
  { server, service: { domain }, installation }: Where,
  zone: string,
): Promise<RecordSet | null> {
  const isOwn = ({ mark }: RecordSet) => isOurs(mark, installation)
  if ((await server.listRecords(domain, zone)).some((set) => set.type === 'NS' && isOwn(set))) return null
  const within = await server.listRecords(zone)
  if (within.some(isOwn)) return null
  const beside = (await server.listRecords(domain)).filter(({ name }) => isWithin(name, zone))
  return [...beside, ...within.filter((set) => !isOfZoneItself({ ...set, zone }))][0] ?? null
}
