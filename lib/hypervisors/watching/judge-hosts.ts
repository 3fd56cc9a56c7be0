import type { SilentHosts } from '../port/driver'

export type KnownHost = { id: string; name: string; unreachableSince: Date | null }
/** Hosts that the look before found silent, with when the first of those looks was. */
export type Suspects = ReadonlyMap<string, Date>
export type HostChanges = { silenced: { id: string; since: Date }[]; back: string[]; suspects: Suspects }

/**
 * Which hosts have stopped answering since they were last judged, and which answer again. What the hypervisor says of a
 * host is sure; what our own look alone says must be said by two looks in a row. A host that answers is back at once; one
 * that is no member of the hypervisor (any more) does not answer. `silent` is in the names of our rows. Pure.
 */
export function judgeHosts(
  hosts: readonly KnownHost[],
  silent: SilentHosts,
  before: Suspects,
  now: Date,
): HostChanges {
  const suspects = new Map<string, Date>()
  const changes: HostChanges = { silenced: [], back: [], suspects }
  const byName = new Map(silent.hosts.map((host) => [host.name, host]))
  const { members } = silent
  for (const { id, name, unreachableSince } of hosts) {
    const isListed = !members || members.names.includes(name)
    const said = byName.get(name) ?? (!isListed && members.isWhole ? { isCertain: true } : undefined)
    if (!said && !silent.all) {
      if (!isListed) continue
      if (unreachableSince) changes.back.push(id)
      continue
    }
    const first = before.get(id)
    suspects.set(id, first ?? now)
    if (!unreachableSince && (said?.isCertain || first)) changes.silenced.push({ id, since: first ?? now })
  }
  return changes
}
