import { firstAndLastPort } from './rule-values'

const sshPort = 22

/** From where the rules allow SSH: every address, some, or none. */
export type SshOpening = 'everywhere' | 'some' | 'nowhere'

/** Who can reach port 22 from outside the network, by its rules. Pure. */
export function sshOpeningOf(
  rules: readonly { protocol: string; ports: string | null; source: string }[],
): SshOpening {
  const open = rules.filter(({ protocol, ports }) => protocol === 'tcp' && includesPort(ports, sshPort))
  if (open.some(({ source }) => source.endsWith('/0'))) return 'everywhere'
  return open.length > 0 ? 'some' : 'nowhere'
}

function includesPort(ports: string | null, port: number): boolean {
  if (ports === null) return true
  const [first, last] = firstAndLastPort(ports)
  return first <= port && port <= last
}
