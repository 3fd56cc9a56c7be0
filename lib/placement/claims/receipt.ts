import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { planPlacement } from '../scheduler/place-resources'
import { allows, domainOf, type GroupRule, type Spot } from '../scheduler/place-rules'
import { readRules } from '../scheduler/placement-groups'
import { readZone } from '../scheduler/read-snapshot'
import { listPlacements } from './list-placements'
import { countNeighbours, findOwnPlace, type OwnPlace } from './queries/receipt'
import type { PlacementReceipt, RuleView } from './receipt-view'

const namesShown = 3

type NamedRule = GroupRule & { id: Id<'placementGroup'>; name: string }

/**
 * The current place of a resource, the organisation's resources that share it, and which of its rules are
 * satisfied.
 */
export async function readReceipt(tx: Tx, resourceId: string): Promise<PlacementReceipt | null> {
  const [view] = await listPlacements(tx, [resourceId])
  if (!view) return null
  const place = await findOwnPlace(tx, resourceId)
  if (!place) return { ...view, neighbours: [], rules: [] }
  const rules = place.hostId ? await readRules(tx, [resourceId]) : []
  return {
    ...view,
    neighbours: await countNeighbours(tx, resourceId, place, namesShown),
    rules: rules.map((rule) => toView(rule, place)),
  }
}

/**
 * A host of the same zone where more of a server's rules are satisfied and none is lost; null when there is
 * none with capacity.
 */
export async function findBetterHost(tx: Tx, instanceId: Id<'instance'>): Promise<Id<'host'> | null> {
  const place = await findOwnPlace(tx, instanceId)
  const snapshot = place?.hostId ? await readZone(tx, place.zoneId) : null
  if (!place || !snapshot) return null
  const rules = await readRules(tx, [instanceId])
  const keptNow = rules.filter((rule) => isKeptAt(rule, place)).length
  const need = {
    resourceId: instanceId,
    resourceKind: 'instance' as const,
    vcpu: place.vcpu,
    memoryMib: place.memoryMib,
    diskGib: place.diskGib,
    poolGib: 0,
    volumeClass: null,
    requiredLabels: place.requiredLabels,
  }
  const plan = planPlacement(
    { ...snapshot, hosts: snapshot.hosts.filter((host) => host.id !== place.hostId) },
    {
      resources: [need],
      organisationId: place.organisationId,
      groups: rules.map((rule) => (isKeptAt(rule, place) ? { ...rule, strength: 'must' } : rule)),
    },
    instanceId,
  )
  if (plan.outcome === 'no_room') return null
  const host = snapshot.hosts.find((each) => each.id === plan.places[0]?.hostId)
  if (!host) return null
  const keptThere = rules.filter((rule) => keepsRule(rule, host)).length
  return keptThere > keptNow ? host.id : null
}

function toView(rule: NamedRule, place: OwnPlace): RuleView {
  const { id, name, relation, level, strength } = rule
  return {
    id,
    name,
    relation,
    level,
    strength,
    members: rule.standing.length + 1,
    isKept: isKeptAt(rule, place),
  }
}

function isKeptAt(rule: GroupRule, { hostId, rackId, roomId }: OwnPlace): boolean {
  return (
    hostId !== null && rackId !== null && roomId !== null && keepsRule(rule, { id: hostId, rackId, roomId })
  )
}

/** Whether a member here satisfies the rule with the others at their places. */
function keepsRule(rule: GroupRule, spot: Spot): boolean {
  const others = rule.standing.map((each) => domainOf(rule.level, each))
  return allows(rule, others, domainOf(rule.level, spot))
}
