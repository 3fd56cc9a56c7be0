/**
 * Compares a zone's rows with its hypervisor, records the differences, and repairs the safe ones. Guarantees:
 * - nothing without our tag is changed;
 * - a resource is judged only if its rows are the same before and after the survey, so work in progress is not drift;
 * - an object is deleted only if its own row is erased, two comparisons saw it, and there are few of them, or if two
 *   people agreed to delete it;
 * - every other object without a row is quarantined.
 *
 * A second comparison changes nothing.
 */
import { isDeepStrictEqual } from 'node:util'
import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { readFilters } from '../firewall/read-filters'
import type { Driver } from '../port/driver'
import { sealedFilter } from '../port/firewall'
import { recordQuarantine } from '../quarantine/record-quarantine'
import { removalsAllowed } from './choose-removals'
import type { ComparedHypervisor } from './compared-hypervisor'
import { findAddressDrifts } from './find-address-drifts'
import { findBalancerDrifts, listSilentBalancers } from './find-balancer-drifts'
import { type Drift, findDrifts, listBusy, listUnjudged } from './find-drifts'
import { findImageDrifts } from './find-image-drifts'
import { findNetworkDrifts } from './find-network-drifts'
import { confirmAddresses, listLeadingAddresses } from './queries/compared-addresses'
import { type ComparedBalancer, listBalancersOfZone, markOutdated } from './queries/compared-balancers'
import { confirmNetworks, listNetworksOfZone, recordHeldRules } from './queries/compared-networks'
import type { ComparedZone } from './queries/compared-zones'
import * as rows from './queries/drifts'
import { reserveUnexplainedRanges } from './queries/network-ranges'
import { attemptHealing, endHealedDrifts, type Findings, keyOf, saveDrifts } from './record-drifts'
import { unchangedResources, withOurHostName } from './unchanged-resources'
import { listConfirmed, listUnverified } from './unverified'

const patienceMs = 60_000

export type Comparison = { objects: number; open: number; healed: number; withheld: number }

export async function compareZone(
  ctx: OpContext,
  zone: ComparedZone,
  hypervisor: ComparedHypervisor,
): Promise<Comparison> {
  authorizeSystem(ctx)
  const before = await withSystem(ctx, (tx) => rows.listResourcesOfZone(tx, zone.id, []))
  const found = await hypervisor.surveyor.survey(zone.code, { signal: AbortSignal.timeout(patienceMs) })
  const objects = found.map((object) => withOurHostName(object, hypervisor))
  const owned = objects.flatMap((object) => (object.owner ? [object.owner.resourceId] : []))
  const { after, known } = await withSystem(ctx, async (tx) => ({
    after: await rows.listResourcesOfZone(tx, zone.id, owned),
    known: await rows.findKnownIds(tx, owned),
  }))
  const resources = unchangedResources(before, after)
  const ofObjects = findDrifts(resources, objects).filter(
    // The row exists and is moving, or belongs to another zone.
    ({ kind, subject }) => !['instance_unknown', 'volume_unknown'].includes(kind) || !known.has(subject),
  )
  const others = [
    await compareImages(ctx, zone, hypervisor.surveyor),
    await compareBalancers(ctx, zone, hypervisor.surveyor),
    await compareAddresses(ctx, zone, hypervisor.surveyor),
    await compareNetworks(ctx, zone, hypervisor),
  ]
  const drifts = [...ofObjects, ...others.flatMap((each) => each.drifts)]
  const unjudged = [...listUnjudged(resources, objects), ...others.flatMap((each) => each.unjudged)]
  const unverified = others.flatMap((each) => each.unverified ?? [])
  const { seenBefore, held } = await saveDrifts(ctx, zone.id, { drifts, unjudged, unverified })
  const heldRules = drifts.flatMap((drift) =>
    drift.remedy.do === 'apply_again' && held.has(keyOf(drift))
      ? [{ id: drift.subject, hosts: drift.remedy.hosts }]
      : [],
  )
  await withSystem(ctx, (tx) => recordHeldRules(tx, zone.id, { held: heldRules, unjudged, now: ctx.now }))
  const agreed = await recordQuarantine(ctx, zone.id, drifts)
  const isSure = (drift: Drift) =>
    !held.has(keyOf(drift)) && (drift.remedy.do !== 'delete' || seenBefore.has(keyOf(drift)))
  const removals = drifts.filter((drift) => drift.remedy.do === 'delete' && isSure(drift))
  const allowed = removalsAllowed(removals.length, objects.length)
  const withheld = removals.length - allowed
  if (withheld > 0)
    log.error({ zone: zone.code, due: removals.length }, 'too many deletions at once: none is made')
  const healed: Drift[] = []
  for (const drift of drifts) {
    const { do: act } = drift.remedy
    // Two people decide on a quarantined object, whichever comparison found it.
    const isDue = act === 'quarantine' ? agreed.has(keyOf(drift)) : isSure(drift)
    if (act === 'nothing' || !isDue || (act === 'delete' && withheld > 0)) continue
    if (await attemptHealing(ctx, hypervisor, zone.id, drift)) healed.push(drift)
  }
  const counts = await endHealedDrifts(ctx, zone.id, healed)
  const comparison = { objects: objects.length, withheld, ...counts }
  await withSystem(ctx, (tx) => rows.saveComparison(tx, zone.id, { comparedAt: ctx.now, ...comparison }))
  return comparison
}

/**
 * As with other resources, work in progress is not drift. An image missing from the first read was deleted long ago.
 */
async function compareImages(ctx: OpContext, zone: ComparedZone, surveyor: Driver): Promise<Findings> {
  const before = await withSystem(ctx, (tx) => rows.listImagesOfZone(tx, zone.id, []))
  const found = await surveyor.surveyImages(zone.code, { signal: AbortSignal.timeout(patienceMs) })
  const owned = found.map(({ imageId }) => imageId)
  const after = await withSystem(ctx, (tx) => rows.listImagesOfZone(tx, zone.id, owned))
  const isSame = (row: rows.ImageRow) => {
    const known = before.find(({ id }) => id === row.id)
    return known ? isDeepStrictEqual(known, row) : ['deleted', 'failed'].includes(row.state)
  }
  const expected = after.map((row) => (isSame(row) ? row : { ...row, isBusy: true }))
  return { drifts: findImageDrifts(expected, found), unjudged: listBusy(expected) }
}

async function compareBalancers(ctx: OpContext, zone: ComparedZone, surveyor: Driver): Promise<Findings> {
  if (!surveyor.balancers) return { drifts: [], unjudged: [] }
  const read = (ids: readonly string[]) => withSystem(ctx, (tx) => listBalancersOfZone(tx, zone.id, ids))
  const before = await read([])
  const found = await surveyor.balancers.survey(zone.code, { signal: AbortSignal.timeout(patienceMs) })
  const after = await read(found.map(({ balancerId }) => balancerId))
  const isSame = (row: ComparedBalancer) => {
    const known = before.find(({ id }) => id === row.id)
    return known ? isDeepStrictEqual(known, row) : ['deleted', 'failed'].includes(row.state)
  }
  const expected = after.map((row) => (isSame(row) ? row : { ...row, isBusy: true }))
  const due = expected.filter(({ isDue }) => isDue).map(({ id }) => id)
  const unjudged = [...listBusy(expected), ...due, ...listSilentBalancers(found)]
  const unverified = expected.filter((row) => row.unverified).map(({ id }) => id)
  const drifts = findBalancerDrifts(expected, found)
  const outdated = drifts.filter(({ kind }) => kind === 'balancer_outdated').map(({ subject }) => subject)
  await withSystem(ctx, (tx) => markOutdated(tx, zone.id, { outdated, unjudged, now: ctx.now }))
  return { drifts, unjudged, unverified }
}

/** Judges only addresses with the same rows before and after; an address reassigned meanwhile is not drift. */
async function compareAddresses(ctx: OpContext, zone: ComparedZone, surveyor: Driver): Promise<Findings> {
  const read = (ids: readonly string[]) => withSystem(ctx, (tx) => listLeadingAddresses(tx, zone.id, ids))
  const before = await read([])
  const found = await surveyor.surveyAddresses(zone.code, { signal: AbortSignal.timeout(patienceMs) })
  const after = await read(found.map(({ addressId }) => addressId))
  const isSame = (row: (typeof before)[number]) => {
    const known = before.find(({ id }) => id === row.id)
    return known ? isDeepStrictEqual(known, row) : row.instanceId === null
  }
  const expected = after.map((row) => (isSame(row) ? row : { ...row, isBusy: true }))
  const drifts = findAddressDrifts(expected, found)
  const same = listConfirmed(expected, drifts)
  await withSystem(ctx, (tx) => confirmAddresses(tx, same))
  return { drifts, unjudged: listBusy(expected), unverified: listUnverified(expected) }
}

/** Judges only networks with applied rules that have not changed since. Networks without a row keep their range. */
async function compareNetworks(
  ctx: OpContext,
  zone: ComparedZone,
  { surveyor, hostOf }: ComparedHypervisor,
): Promise<Findings> {
  const read = () =>
    withSystem(ctx, async (tx) => {
      const rows = await listNetworksOfZone(tx, zone.id)
      const filters = await readFilters(tx, [...new Set(rows.map(({ projectId }) => projectId))])
      return rows.map((row) => ({ ...row, filter: filters.get(row.id) ?? sealedFilter }))
    })
  const before = await read()
  const found = await surveyor.surveyNetworks(zone.code, { signal: AbortSignal.timeout(patienceMs) })
  const after = await read()
  const rowIds = new Set<string>(after.map(({ id }) => id))
  const unexplained = found.flatMap(({ networkId, range, range6 }) =>
    range === null || rowIds.has(networkId) ? [] : [{ id: networkId as Id<'network'>, range, range6 }],
  )
  if (unexplained.length > 0)
    await withSystem(ctx, (tx) => reserveUnexplainedRanges(tx, zone.id, unexplained, ctx.now))
  const isSame = (row: (typeof after)[number]) => before.some((each) => isDeepStrictEqual(each, row))
  const expected = after.map((row) => (isSame(row) ? row : { ...row, isBusy: true }))
  const drifts = findNetworkDrifts(expected, found, hostOf)
  const same = listConfirmed(expected, drifts)
  await withSystem(ctx, (tx) => confirmNetworks(tx, same))
  return { drifts, unjudged: listBusy(expected), unverified: listUnverified(expected) }
}
