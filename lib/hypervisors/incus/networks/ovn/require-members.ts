import { DriverError } from '../../../port/driver-error'
import type { Incus } from '../../context'
import { listMembers } from '../../zone/list-members'

/**
 * Checks that every member of the cluster is online: while one is dead Incus refuses to make or change OVN networks and
 * forwards, after up to twenty seconds, and leaves a network that it has begun behind.
 *
 * @throws DriverError `member_down` with the dead members as `params.hosts`
 */
export async function requireAllMembers(incus: Incus, signal: AbortSignal): Promise<void> {
  const offline = (await listMembers(incus, signal)).filter(({ isOffline }) => isOffline)
  if (offline.length === 0) return
  const hosts = offline.map(({ name }) => name).join(' ')
  throw new DriverError('member_down', { rawText: `offline members: ${hosts}`, params: { hosts } })
}

/** Returns the failure with the offline members in `params.hosts`, as far as they can be listed. */
export async function withOfflineMembers(
  incus: Incus,
  error: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  if (!(error instanceof DriverError) || signal.aborted || error.params.hosts) return error
  const members = await listMembers(incus, signal).catch(() => [])
  const hosts = members.filter(({ isOnline }) => !isOnline).map(({ name }) => name)
  if (hosts.length === 0) return error
  const { code, rawText, params } = error
  return new DriverError(code, { rawText, params: { ...params, hosts: hosts.join(' ') }, cause: error })
}
