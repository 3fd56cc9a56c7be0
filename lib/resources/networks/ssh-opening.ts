import type { FirewallRuleSpec } from '~/lib/hypervisors'
import { contains, readAddress, readCidr } from '~/lib/kernel/net/cidr'
import { isEverywhere, letsIn } from '../firewall/judge-change'

const sshPort = 22

/** From where the rules allow SSH: every address, some, or none. */
export type SshOpening = 'everywhere' | 'some' | 'nowhere'

/** Who can reach port 22 of a server from outside the network at this address, by the network's rules. Pure. */
export function sshOpeningOf(rules: readonly FirewallRuleSpec[], address: string): SshOpening {
  const isSameFamily = (range: string) => range.includes(':') === address.includes(':')
  const open = rules
    .filter((rule) => letsIn(rule, sshPort) && isTo(rule.destination, address))
    .map(({ source }) => source?.filter(isSameFamily) ?? null)
    .filter((source) => source === null || source.length > 0)
  if (open.some(isEverywhere)) return 'everywhere'
  return open.length > 0 ? 'some' : 'nowhere'
}

function isTo(destination: readonly string[] | null, address: string): boolean {
  const held = readAddress(address)
  if (destination === null) return true
  return (
    held !== null &&
    destination.some((range) => {
      const cidr = readCidr(range)
      return cidr !== null && contains(cidr, held)
    })
  )
}
