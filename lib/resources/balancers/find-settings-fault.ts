import type { Tx } from '~/db/client'
import type { BalancerSettings } from '~/db/schema/resources/balancer-settings'
import type { Id } from '~/lib/kernel/ids'
import { findCertificateFault } from '../certificates/find-certificate-fault'
import { findListenerFault } from './listeners'
import { listPoolCandidates } from './queries/balancers'
import { canServe } from './resolve-pool'

export type SettingsFault = { field: string; reason: string; params?: Record<string, string> }
type Place = { projectId: Id<'project'>; zoneId: Id<'zone'>; networkId: Id<'network'> }

/**
 * The first fault of a balancer's settings, with its field; null when there is none. Servers and certificates that it
 * named before are not checked again: one that was deleted or has ended since is no reason to refuse another change.
 */
export async function findSettingsFault(
  tx: Tx,
  place: Place,
  settings: BalancerSettings,
  { now, former }: { now: Date; former?: BalancerSettings },
): Promise<SettingsFault | null> {
  const { listeners, pool } = settings
  const fault = findListenerFault(listeners)
  if (fault) return { field: `listeners.${fault.at}`, reason: fault.reason }
  const certificate = await findCertificateFault(tx, place.projectId, listeners, {
    now,
    ...(former && { present: former.listeners }),
  })
  if (certificate) return { field: `listeners.${certificate.at}.certificateId`, reason: certificate.reason }
  if (pool.check.protocol === 'http' && pool.check.path === null)
    return { field: 'pool.check.path', reason: 'required' }
  return findServerFault(tx, place, pool.instanceIds, former?.pool.instanceIds ?? [])
}

async function findServerFault(
  tx: Tx,
  { networkId, ...place }: Place,
  instanceIds: readonly Id<'instance'>[],
  former: readonly Id<'instance'>[],
): Promise<SettingsFault | null> {
  if (instanceIds.length === 0) return null
  const servers = await listPoolCandidates(tx, place)
  for (const [at, id] of instanceIds.entries()) {
    const refuse = (reason: string, params = {}) => ({ field: `pool.instanceIds.${at}`, reason, params })
    if (instanceIds.indexOf(id) !== at) return refuse('server_twice')
    if (former.includes(id)) continue
    const server = servers.find((each) => each.id === id)
    if (!server || !(canServe(server) || server.state === 'creating')) return refuse('server_other_place')
    if (!server.addresses.some((card) => card.networkId === networkId))
      return refuse('server_other_network', { server: server.name })
  }
  return null
}
