import { formatCidr, readCidr } from '~/lib/kernel/net/cidr'
import { isMostOfTheInternet } from '~/lib/kernel/net/most-of-the-internet'
import { isSource } from '~/lib/resources/client'

/** Who may reach SSH on servers ordered with public addresses; with the last one only the console leads in. */
export const sshAccessChoices = ['caller', 'list', 'everyone', 'nobody'] as const
export type SshAccessChoice = (typeof sshAccessChoices)[number]

export const sshSourcesMax = 20

/** The families by which servers of a line are reached from the internet: by a public address, and by IPv6 of their network. */
export type PublicFamilies = { v4: boolean; v6: boolean }
/** Every address of these families. Pure. */
export const everywhere = ({ v4, v6 }: PublicFamilies): string[] => [
  ...(v4 ? ['0.0.0.0/0'] : []),
  ...(v6 ? ['::/0'] : []),
]

/**
 * The range of a caller's own address: over IPv6 the /64 around it, in which systems change their addresses daily. Null when
 * the servers are not reached by the caller's family, since its other address is unknown here. Pure.
 */
export function callerSource(ip: string | null, { v4, v6 }: PublicFamilies): string | null {
  if (ip === null || ip.includes('/')) return null
  const text = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (isSource(text)) return v4 ? `${text}/32` : null
  const range = v6 ? readCidr(`${text}/64`) : null
  return range ? formatCidr(range) : null
}

/** The addresses and ranges of a typed list, each once: separated by spaces, commas or lines. Pure. */
export function readSources(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))]
}

/** The choice that applies: an explicit one, else the caller's own address where it is known. Pure. */
export function sshAccessOf(
  { sshAccess }: { sshAccess?: SshAccessChoice | undefined },
  callerAddress: string | null,
  families: PublicFamilies,
): SshAccessChoice {
  const isKnown = callerSource(callerAddress, families) !== null
  if (sshAccess && (sshAccess !== 'caller' || isKnown)) return sshAccess
  return isKnown ? 'caller' : 'nobody'
}

/** Why a list is refused, as a reason of `errors.reason`; null when it is accepted. Pure. */
export function findSourcesFault(sources: readonly string[], { v4, v6 }: PublicFamilies): string | null {
  if (sources.length === 0) return 'ssh_no_source'
  if (sources.length > sshSourcesMax) return 'ssh_too_many_sources'
  const ranges = sources.map(readCidr)
  if (v6 && ranges.some((range) => range === null || range.hasHostBits)) return 'firewall_cidr'
  if (!v6 && !sources.every(isSource)) return 'firewall_source'
  if (!v4 && ranges.some((range) => range?.family === 4)) return 'ssh_source_ipv4'
  return isMostOfTheInternet(sources) ? 'ssh_list_is_everyone' : null
}
