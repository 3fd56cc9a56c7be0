import type { BalancerSettings } from '~/db/schema/resources/balancer-settings'
import { DomainError } from '~/lib/kernel/errors'
import { opensRemoteAccess, remoteAccessName } from './opens-remote-access'

/** @throws DomainError `confirmation_required` at this field, when the settings newly open SSH or RDP unconfirmed */
export function requireConfirmedAccess(
  field: string,
  { settings, confirm }: { settings: BalancerSettings; confirm?: true | undefined },
  former?: BalancerSettings,
): void {
  const opened = opensRemoteAccess(settings, former)
  if (opened.length === 0 || confirm) return
  throw new DomainError('confirmation_required', {
    field,
    params: {
      reason: 'remote_access_unconfirmed',
      doubts: opened.join(' '),
      access: remoteAccessName(opened),
    },
  })
}
