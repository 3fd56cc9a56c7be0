import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { listMembers } from './list-members'

/**
 * Removes the record of a dead member (by its name on the cluster) with everything that was only on it. Incus itself
 * would remove one that answers too, so its status is checked before.
 */
export async function forgetMember(incus: Incus, member: string, { signal }: CallOptions): Promise<void> {
  const members = await listMembers(incus, signal)
  if (members.length === 0)
    throw new DriverError('rejected', { rawText: 'this Incus is no cluster: it records no other member' })
  const found = members.find(({ name }) => name === member)
  if (!found) return
  if (found.isOnline) throw new DriverError('state_forbids', { rawText: `the member ${member} answers` })
  const path = `/1.0/cluster/members/${encodeURIComponent(member)}?force=1`
  await incus.http.request('DELETE', path, { signal }).catch((error: unknown) => {
    if (!(error instanceof DriverError) || error.code !== 'not_found') throw error
  })
}
