import type { FailureDomain } from '~/db/schema/incidents'
import type { SubjectKind } from '~/db/schema/sla/sla'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'

/** A probed subject, its current state from all vantages together, and its placement. */
export type PlacedSubject = {
  id: string
  kind: SubjectKind
  state: 'up' | 'down' | 'unknown'
  /** Set for servers. */
  hostId: string | null
  rackId: string | null
  /** The host itself is unreachable, so one server suffices for a failure. */
  isHostSilent?: boolean
  /** Null for our own sites. */
  zoneId: Id<'zone'> | null
}

export type Correlated = {
  domain: FailureDomain
  domainId: string
  zoneId: Id<'zone'> | null
  downIds: string[]
}

const downMin = 2

/**
 * The smallest domains that explain the current failures, sorted by kind and id. A host or rack fails when at least two
 * of its servers are down and they are at least half of the known ones; failures on several hosts of a rack, each at
 * least half, are a rack failure, and on several racks a zone failure. Volumes belong to the zone. A zone or site that
 * is down itself has failed. A single resource is no incident, unless its host is unreachable. Pure.
 */
export function correlate(subjects: readonly PlacedSubject[]): Correlated[] {
  const known = subjects.filter(({ state }) => state !== 'unknown')
  const sites = known.filter(({ kind, state }) => kind === 'site' && state === 'down')
  return [
    ...sites.map(({ id }) => ({ domain: 'site' as const, domainId: id, zoneId: null, downIds: [id] })),
    ...[...groupBy(known, ({ zoneId }) => zoneId)].flatMap(([zoneId, all]) => inZone(zoneId, all)),
  ].sort((a, b) => compare(a.domain, b.domain) || compare(a.domainId, b.domainId))
}

function inZone(zoneId: Id<'zone'>, all: readonly PlacedSubject[]): Correlated[] {
  const zone = { domain: 'zone' as const, domainId: zoneId, zoneId, downIds: idsDown(all) }
  if (all.some(({ kind, state }) => kind === 'zone' && state === 'down')) return [zone]
  if (fails(all.filter(({ kind }) => kind === 'volume'))) return [zone]
  const servers = all.filter(({ kind }) => kind === 'instance')
  const racks = groupBy(servers, ({ rackId }) => rackId)
  if (fails(servers) && countHalfDown(racks) >= 2) return [zone]
  return [...racks].flatMap(([rackId, inRack]): Correlated[] => {
    const hosts = groupBy(inRack, ({ hostId }) => hostId)
    if (fails(inRack) && countHalfDown(hosts) >= 2)
      return [{ domain: 'rack', domainId: rackId, zoneId, downIds: idsDown(inRack) }]
    return [...hosts]
      .filter(([, onHost]) => fails(onHost) || onHost.some(isLostWithHost))
      .map(([hostId, onHost]) => ({ domain: 'host', domainId: hostId, zoneId, downIds: idsDown(onHost) }))
  })
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const isLostWithHost = ({ state, isHostSilent }: PlacedSubject) => state === 'down' && isHostSilent === true
const idsDown = (all: readonly PlacedSubject[]) =>
  all
    .filter(({ state }) => state === 'down')
    .map(({ id }) => id)
    .sort()
const isHalfDown = (all: readonly PlacedSubject[]) => 2 * idsDown(all).length >= all.length
const fails = (all: readonly PlacedSubject[]) => idsDown(all).length >= downMin && isHalfDown(all)
const countHalfDown = (groups: ReadonlyMap<string, readonly PlacedSubject[]>) =>
  [...groups.values()].filter(isHalfDown).length

/** By key, without the subjects that have none. */
function groupBy<K>(all: readonly PlacedSubject[], keyOf: (subject: PlacedSubject) => K | null) {
  const groups = new Map<K, PlacedSubject[]>()
  for (const [key, subjects] of groupedBy(all, keyOf)) if (key !== null) groups.set(key, subjects)
  return groups
}
