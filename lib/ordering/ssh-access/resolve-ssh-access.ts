import type { SshAccess } from '~/db/schema/ordering/ordering'
import type { OrderLineInput } from '../schema'
import { callerSource, everywhere, findSourcesFault } from './ssh-access'

/**
 * The sources that a line of servers asks for, with the caller's address as the server sees it; null for none. A refusal
 * names its reason. Pure.
 */
export function resolveSshAccess(
  { publicAddress, sshAccess }: Pick<OrderLineInput, 'publicAddress' | 'sshAccess'>,
  ip: string | null,
): { access: SshAccess | null } | { refused: string } {
  if (!sshAccess) return { access: null }
  if (!publicAddress) return { refused: 'ssh_needs_address' }
  switch (sshAccess.from) {
    case 'caller': {
      const source = callerSource(ip)
      if (source === null) return { refused: ip === null ? 'ssh_caller_unknown' : 'ssh_caller_ipv6' }
      return { access: { from: 'caller', sources: [source] } }
    }
    case 'list': {
      const sources = [...new Set(sshAccess.sources)]
      const fault = findSourcesFault(sources)
      return fault ? { refused: fault } : { access: { from: 'list', sources } }
    }
    case 'everyone':
      // A second question, because every machine on the internet will try passwords and keys.
      return sshAccess.confirm
        ? { access: { from: 'everyone', sources: [everywhere] } }
        : { refused: 'ssh_everyone_unconfirmed' }
  }
}
