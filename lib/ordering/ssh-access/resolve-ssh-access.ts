import type { SshAccess } from '~/db/schema/ordering/ordering'
import type { OrderLineInput } from '../schema'
import { callerSource, everywhere, findSourcesFault, type PublicFamilies } from './ssh-access'

/**
 * The sources that a line of servers asks for, with the caller's address as the server sees it; null for none. A refusal
 * names its reason. Pure.
 */
export function resolveSshAccess(
  { sshAccess }: Pick<OrderLineInput, 'sshAccess'>,
  ip: string | null,
  families: PublicFamilies,
): { access: SshAccess | null } | { refused: string } {
  if (!sshAccess) return { access: null }
  if (!families.v4 && !families.v6) return { refused: 'ssh_needs_address' }
  switch (sshAccess.from) {
    case 'caller': {
      const source = callerSource(ip, families)
      if (source === null)
        return {
          refused: ip === null ? 'ssh_caller_unknown' : families.v4 ? 'ssh_caller_ipv6' : 'ssh_caller_ipv4',
        }
      return { access: { from: 'caller', sources: [source] } }
    }
    case 'list': {
      const sources = [...new Set(sshAccess.sources)]
      const fault = findSourcesFault(sources, families)
      return fault ? { refused: fault } : { access: { from: 'list', sources } }
    }
    case 'everyone':
      // A second question, because every machine on the internet will try passwords and keys.
      return sshAccess.confirm
        ? { access: { from: 'everyone', sources: everywhere(families) } }
        : { refused: 'ssh_everyone_unconfirmed' }
  }
}
