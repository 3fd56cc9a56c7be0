import type { SilentHosts } from '../port/driver'

export type KnownHost<K extends string = string> = { id: K; name: string; unreachableSince: Date | null }
/** Hosts that the previous check found silent, with the instant of the first such check. */
export type Suspects = ReadonlyMap<string, Date>
export type HostChanges<K extends string = string> = {
  silenced: { id: K; since: Date }[]
  back: K[]
  suspects: Suspects
}

/**
 * Returns which hosts have stopped answering since the last check, and which answer again. A report by the
 * hypervisor is certain; our own check counts only twice in a row. A host that answers is back at once; one that is not
 * (or no longer) a member of the hypervisor does not answer. `silent` uses our host names. Pure.
 */
export function findHostChanges<K extends string>(
  hosts: readonly KnownHost<K>[],
  silent: SilentHosts,
  before: Suspects,
  now: Date,
): HostChanges<K> {
  const suspects = new Map<string, Date>()
  const changes: HostChanges<K> = { silenced: [], back: [], suspects }
  const byName = new Map(silent.hosts.map((host) => [host.name, host]))
  const { members } = silent
  for (const { id, name, unreachableSince } of hosts) {
    const isListed = !members || members.names.includes(name)
    const report = byName.get(name) ?? (!isListed && members.isWhole ? { isCertain: true } : undefined)
    if (!report && !silent.all) {
      if (!isListed) continue
      if (unreachableSince) changes.back.push(id)
      continue
    }
    const first = before.get(id)
    suspects.set(id, first ?? now)
    if (!unreachableSince && (report?.isCertain || first)) changes.silenced.push({ id, since: first ?? now })
  }
  return changes
}
