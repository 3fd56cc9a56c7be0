import { isMostOfTheInternet } from '~/lib/kernel/net/most-of-the-internet'
import { isSource } from '~/lib/resources/client'

/** Who may reach SSH on servers ordered with public addresses; with the last one only the console leads in. */
export const sshAccessChoices = ['caller', 'list', 'everyone', 'nobody'] as const
export type SshAccessChoice = (typeof sshAccessChoices)[number]

export const sshSourcesMax = 20
export const everywhere = '0.0.0.0/0'

/**
 * The range of a caller's own address. Null without an IPv4 address: public addresses are IPv4, and a caller over IPv6
 * reaches them from another address, which is unknown here. Pure.
 */
export function callerSource(ip: string | null): string | null {
  return ip !== null && !ip.includes('/') && isSource(ip) ? `${ip}/32` : null
}

/** The addresses and ranges of a typed list, each once: separated by spaces, commas or lines. Pure. */
export function readSources(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))]
}

/** The choice that applies: an explicit one, else the caller's own address where it is known. Pure. */
export function sshAccessOf(
  { sshAccess }: { sshAccess?: SshAccessChoice | undefined },
  callerAddress: string | null,
): SshAccessChoice {
  const isKnown = callerSource(callerAddress) !== null
  if (sshAccess && (sshAccess !== 'caller' || isKnown)) return sshAccess
  return isKnown ? 'caller' : 'nobody'
}

/** Why a list is refused, as a reason of `errors.reason`; null when it is accepted. Pure. */
export function findSourcesFault(sources: readonly string[]): string | null {
  if (sources.length === 0) return 'ssh_no_source'
  if (sources.length > sshSourcesMax) return 'ssh_too_many_sources'
  if (!sources.every(isSource)) return 'firewall_source'
  return isMostOfTheInternet(sources) ? 'ssh_list_is_everyone' : null
}
