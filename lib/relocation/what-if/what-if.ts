import { withStaff } from '~/db/client'
import { listBundles } from '~/lib/catalogue'
import type { BundleView } from '~/lib/catalogue/client'
import { findZoneTitle } from '~/lib/datacentre/rows'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  afterDrain,
  afterOrder,
  type HostRow,
  planDrain,
  powerOf,
  readWhatIfZone,
  serverShape,
  shiftedLoads,
  type WhatIfZone,
  withMoreHosts,
} from '~/lib/placement'
import type { WhatIfAnswer, WhatIfOutcome } from '../client'
import type { WhatIfInput } from '../schema'
import { type DrainFacts, drainProposal, plannedStay, readDrainFacts } from '../start/drain-proposal'
import { pictureOf } from './picture'
import { type OrderQuestion, simulateOrder } from './simulate-order'
import { choicesOf, selectRemovedHosts } from './what-if-choices'

const staysShown = 50

type Hosts = WhatIfZone['hosts']
/** Without hosts when the change is impossible. */
type Simulated = { hosts: Hosts | null; outcome: WhatIfOutcome } | null

/**
 * Simulates a zone after a drain of a host, the loss of a rack or a row, an order, or new hosts, with the planners of
 * the product. Writes nothing; an incomplete question returns the choices.
 *
 * @throws DomainError `not_found`
 */
export async function whatIf(ctx: OpContext, zoneId: string, question: WhatIfInput): Promise<WhatIfAnswer> {
  authorizeStaff(ctx, 'inventory:read')
  if (!isId('zone', zoneId)) throw new DomainError('not_found')
  const { title, zone, bundles, drained } = await withStaff(ctx, async (tx) => {
    const found = await findZoneTitle(tx, zoneId)
    if (!found) throw new DomainError('not_found')
    const offered = (await listBundles(tx, ctx.now)).filter((bundle) => bundle.vcpu > 0)
    const bundle = findOrdered(offered, question)
    const chooseEmptied = (hosts: readonly HostRow[]) => selectRemovedHosts(hosts, question)
    const ordered = bundle ? [serverShape(bundle)] : []
    const read = await readWhatIfZone(tx, zoneId, { chooseEmptied, ordered }, ctx.now)
    const [hostId] = question.what === 'drain' ? selectRemovedHosts(read.hostById.values(), question) : []
    return {
      title: found,
      zone: read,
      bundles: offered,
      drained: hostId ? await readDrainFacts(tx, hostId) : null,
    }
  })
  // Planned after the transaction: the database ends one that is idle for as long as a large plan takes.
  const sellable = bundles.map((bundle) => ({ id: bundle.id, name: bundle.name, shape: serverShape(bundle) }))
  const result = simulate(zone, question, bundles, drained)
  return {
    zone: title,
    choices: choicesOf(zone, bundles),
    before: powerOf(zone.hosts, zone.loads, sellable),
    after: result?.hosts
      ? powerOf(result.hosts, shiftedLoads(zone.loads, zone.hosts, result.hosts), sellable)
      : null,
    outcome: result?.outcome ?? null,
    picture: pictureOf(zone.hosts, result?.hosts ?? null, (id) => zone.hostById.get(id)?.name),
  }
}

function simulate(
  zone: WhatIfZone,
  question: WhatIfInput,
  bundles: readonly BundleView[],
  drained: DrainFacts | null,
): Simulated {
  switch (question.what) {
    case 'drain':
      return drained && drain(zone, drained)
    case 'lose':
      return lose(zone, selectRemovedHosts(zone.hostById.values(), question))
    case 'order': {
      const bundle = findOrdered(bundles, question)
      return bundle && order(zone, bundle, question)
    }
    case 'add':
      return add(zone, question)
  }
}

/** A claim also fails where its zone keeps headroom and would lose it. */
function order(zone: WhatIfZone, bundle: BundleView, question: OrderQuestion): Simulated {
  const { outcome, places } = simulateOrder(zone, bundle, question)
  if (!outcome.isPlaced) return { outcome, hosts: null }
  const hosts = afterOrder(zone.hosts, places, roomOf(bundle))
  const isKept = () => powerOf(hosts, shiftedLoads(zone.loads, zone.hosts, hosts), []).headroom.fatal === 0
  if (!zone.snapshot?.keepsHeadroom || isKept()) return { outcome, hosts }
  return { outcome: { ...outcome, isPlaced: false, short: 'headroom', hosts: 0, racks: 0 }, hosts: null }
}

function drain(zone: WhatIfZone, facts: DrainFacts): Simulated {
  const { proposal, plan } = drainProposal(facts, zone)
  return {
    hosts: afterDrain(zone.hosts, new Set([facts.hostId]), plan, false),
    outcome: { kind: 'drain', proposal },
  }
}

function lose(zone: WhatIfZone, lost: ReadonlySet<Id<'host'>>): Simulated {
  if (lost.size === 0) return null
  const plan = planDrain(zone.hosts, lost, true)
  const servers = zone.hosts.filter((host) => lost.has(host.id)).flatMap((host) => host.servers)
  const owners = servers.map((server) => zone.claimOf.get(server.id)?.organisationId)
  return {
    hosts: afterDrain(zone.hosts, lost, plan, true),
    outcome: {
      kind: 'lose',
      hosts: lost.size,
      servers: servers.length,
      organisations: new Set(owners).size,
      moved: plan.moves.length,
      stays: plan.stays.slice(0, staysShown).map((stay) => plannedStay(zone, stay)),
      staysTotal: plan.stays.length,
    },
  }
}

function add(zone: WhatIfZone, question: Extract<WhatIfInput, { what: 'add' }>): Simulated {
  const like = zone.hosts.find((host) => host.id === question.like)
  const row = like && zone.hostById.get(like.id)
  if (!like || !row) return null
  const inRack = zone.hosts.find((host) => host.rackId === question.rack)
  const rack: { id: Id<'rack'>; name: string } = inRack
    ? { id: inRack.rackId, name: inRack.rack }
    : { id: 'rac_new', name: '' }
  return {
    hosts: withMoreHosts(zone.hosts, like, question.count, rack),
    outcome: { kind: 'add', count: question.count, generation: row.generation, rack: rack.name },
  }
}

const roomOf = ({ vcpu, memoryMib, rootDiskGib: diskGib }: BundleView) => ({ vcpu, memoryMib, diskGib })
const findOrdered = (bundles: readonly BundleView[], question: WhatIfInput) =>
  question.what === 'order' ? (bundles.find((each) => each.id === question.bundle) ?? null) : null
