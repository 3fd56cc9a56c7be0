import type { Id } from '~/lib/kernel/ids'
import { freeLabel, toLabel } from '../labels'
import type { NameFact } from './facts'

export type NamedServer = {
  id: Id<'instance'>
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  name: string
  hasAddress: boolean
}

export type ServerNamePlan = {
  added: { server: NamedServer; label: string; wantedLabel: string }[]
  relabelled: { id: Id<'name'>; label: string; wantedLabel: string }[]
  /** Names of servers that no longer exist. */
  ended: Id<'name'>[]
}

/**
 * The names of servers: each with a public address has one, and keeps it until it is deleted. The label follows the
 * server's name; another name of the project may hold it, and then it gets a number, which it keeps until the server is
 * renamed. Pure.
 */
export function planServerNames(servers: readonly NamedServer[], names: readonly NameFact[]): ServerNamePlan {
  const living = new Map(servers.map((server) => [server.id, server]))
  const own = new Map(names.flatMap((name) => (name.instanceId ? [[name.instanceId, name] as const] : [])))
  const ended = [...own.values()].filter(({ instanceId }) => !instanceId || !living.has(instanceId))
  const endedIds = new Set(ended.map(({ id }) => id))
  const taken = new Set(
    names.filter(({ id }) => !endedIds.has(id)).map(({ projectId, label }) => `${projectId} ${label}`),
  )
  const plan: ServerNamePlan = { added: [], relabelled: [], ended: [...endedIds] }
  for (const server of [...servers].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const name = own.get(server.id)
    const wanted = toLabel(server.name, 'server')
    const key = (label: string) => `${server.projectId} ${label}`
    if (name ? name.wantedLabel === wanted : !server.hasAddress) continue
    const label = freeLabel(wanted, (each) => taken.has(key(each)))
    if (name) {
      taken.delete(key(name.label))
      plan.relabelled.push({ id: name.id, label, wantedLabel: wanted })
    } else plan.added.push({ server, label, wantedLabel: wanted })
    taken.add(key(label))
  }
  return plan
}
