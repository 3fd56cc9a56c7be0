/**
 * Compares a zone's rows with its hypervisor, keeps what differs, and puts right what may safely be. Guarantees that
 * nothing without our tag is changed; that a resource is judged only if its rows said the same before and after the
 * hypervisor was asked, so that work under way is no drift; that what is to be deleted was seen by two comparisons;
 * and that many deletions at once are made by nobody. A second comparison changes nothing.
 */
import { isDeepStrictEqual } from 'node:util'
import { withSystem } from '~/db/client'
import * as rows from '~/db/queries/provisioning/drifts'
import { listLeadingAddresses } from '~/db/queries/provisioning/public-addresses'
import { authorizeSystem } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { newId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Driver, SurveyedObject } from '../drivers/driver'
import { DriverError } from '../drivers/driver-error'
import { removalsAllowed } from './choose-removals'
import { type ExpectedAddress, findAddressDrifts } from './find-address-drifts'
import { type Drift, type ExpectedResource, findDrifts } from './find-drifts'
import { heal } from './heal'

const patienceMs = 60_000

export type ComparedHypervisor = {
  /** Looks at the whole of it. */
  surveyor: Driver
  /** Acts on the things of one organisation. */
  driverOf(organisationId: Id<'organisation'>): Promise<Driver>
  /** The host of ours that the hypervisor calls so; null when that says nothing. */
  hostOf(name: string): string | null
}
export type Comparison = { objects: number; open: number; healed: number; withheld: number }

export async function compareZone(
  ctx: OpContext,
  zone: rows.ComparedZone,
  hypervisor: ComparedHypervisor,
): Promise<Comparison> {
  authorizeSystem(ctx)
  const before = await withSystem(ctx, (tx) => rows.listResourcesOfZone(tx, zone.id, []))
  const found = await hypervisor.surveyor.survey(zone.code, { signal: AbortSignal.timeout(patienceMs) })
  const objects = found.map((object) => inOurWords(object, hypervisor))
  const owned = objects.flatMap((object) => (object.owner ? [object.owner.resourceId] : []))
  const { after, known } = await withSystem(ctx, async (tx) => ({
    after: await rows.listResourcesOfZone(tx, zone.id, owned),
    known: await rows.findKnownIds(tx, owned),
  }))
  const ofObjects = findDrifts(whatStood(before, after), objects).filter(
    // The row is there and moves, or is another zone's.
    ({ kind, subject }) => !['instance_unknown', 'volume_unknown'].includes(kind) || !known.has(subject),
  )
  const drifts = [...ofObjects, ...(await compareAddresses(ctx, zone, hypervisor.surveyor))]
  const seenBefore = await keep(ctx, zone.id, drifts)
  const isSure = (drift: Drift) => drift.remedy.do !== 'delete' || seenBefore.has(keyOf(drift))
  const removals = drifts.filter((drift) => drift.remedy.do === 'delete' && isSure(drift))
  const allowed = removalsAllowed(removals.length, objects.length)
  const withheld = removals.length - allowed
  if (withheld > 0)
    log.error({ zone: zone.code, due: removals.length }, 'too many deletions at once: none is made')
  const healed: Drift[] = []
  for (const drift of drifts) {
    if (drift.remedy.do === 'nothing' || !isSure(drift) || (drift.remedy.do === 'delete' && withheld > 0))
      continue
    if (await attempt(ctx, hypervisor, drift)) healed.push(drift)
  }
  return finish(ctx, zone.id, { drifts, healed, objects: objects.length, withheld })
}

/** Those whose rows said the same before and after; what was given away meanwhile is no drift. */
async function compareAddresses(ctx: OpContext, zone: rows.ComparedZone, surveyor: Driver): Promise<Drift[]> {
  const read = () => withSystem(ctx, (tx) => listLeadingAddresses(tx, zone.id))
  const before = await read()
  const found = await surveyor.surveyAddresses(zone.code, { signal: AbortSignal.timeout(patienceMs) })
  const after = await read()
  const isSame = (row: ExpectedAddress) => before.some((each) => isDeepStrictEqual(each, row))
  return findAddressDrifts(
    after.map((row) => (isSame(row) ? row : { ...row, isBusy: true })),
    found,
  )
}

function inOurWords(object: SurveyedObject, { hostOf }: ComparedHypervisor): SurveyedObject {
  if (object.kind !== 'instance' || object.hostName === null) return object
  return { ...object, hostName: hostOf(object.hostName) }
}

/** The rows that said the same before and after. What was not asked for before is gone for long, and stands too. */
function whatStood(before: rows.ResourceRow[], after: rows.ResourceRow[]): ExpectedResource[] {
  const earlier = new Map(before.map((row) => [row.id, row]))
  return after.map((row) => {
    const known = earlier.get(row.id)
    const isSame =
      known === undefined ? ['purged', 'failed'].includes(row.state) : isDeepStrictEqual(known, row)
    return toExpected(isSame ? row : { ...row, isBusy: true })
  })
}

function toExpected(row: rows.ResourceRow): ExpectedResource {
  const { id, organisationId, isBusy, hasClaim } = row
  const common = { id, organisationId, isBusy, hasClaim }
  if (row.kind === 'volume')
    return { ...common, kind: 'volume', state: row.state as 'available', sizeGib: row.diskGib }
  invariant(row.hostName !== null, `server ${id} has a host`)
  const { hostName, vcpu, memoryMib, diskGib: rootDiskGib, hasAddress } = row
  return {
    ...common,
    kind: 'instance',
    state: row.state as 'running',
    hostName,
    vcpu,
    memoryMib,
    rootDiskGib,
    hasAddress,
  }
}

const keyOf = ({ kind, subject }: { kind: string; subject: string }) => `${kind} ${subject}`

/** What differs is on record, and what no longer does has ended. Returns what an earlier comparison saw already. */
async function keep(ctx: OpContext, zoneId: Id<'zone'>, drifts: readonly Drift[]): Promise<Set<string>> {
  return withSystem(ctx, async (tx) => {
    const open = new Map((await rows.listOpenDrifts(tx, zoneId)).map((row) => [keyOf(row), row]))
    for (const { kind, subject, details } of drifts) {
      const known = open.get(keyOf({ kind, subject }))
      if (known) await rows.seeDrift(tx, known.id, { seenAt: ctx.now, details })
      else
        await rows.insertDrift(tx, {
          id: newId('drift', ctx.now.getTime()),
          zoneId,
          kind,
          subject,
          details,
          state: 'open',
          firstSeenAt: ctx.now,
          seenAt: ctx.now,
        })
    }
    const stillOpen = new Set(drifts.map(keyOf))
    const ended = [...open.values()].filter((row) => !stillOpen.has(keyOf(row)))
    await rows.endDrifts(
      tx,
      ended.map((row) => row.id),
      'gone',
      ctx.now,
    )
    return new Set([...open.keys()].filter((key) => stillOpen.has(key)))
  })
}

/** What could not be put right now stays open, and is tried at the next comparison. */
async function attempt(ctx: OpContext, hypervisor: ComparedHypervisor, drift: Drift): Promise<boolean> {
  try {
    return await heal(ctx, hypervisor, drift)
  } catch (error) {
    if (!(error instanceof DriverError)) throw error
    log.warn({ drift: drift.kind, subject: drift.subject, err: error }, 'a drift could not be healed')
    return false
  }
}

async function finish(
  ctx: OpContext,
  zoneId: Id<'zone'>,
  result: { drifts: Drift[]; healed: Drift[]; objects: number; withheld: number },
): Promise<Comparison> {
  const { objects, withheld } = result
  return withSystem(ctx, async (tx) => {
    const keys = new Set(result.healed.map(keyOf))
    const open = await rows.listOpenDrifts(tx, zoneId)
    const ended = open.filter((row) => keys.has(keyOf(row)))
    await rows.endDrifts(
      tx,
      ended.map((row) => row.id),
      'healed',
      ctx.now,
    )
    const comparison = { objects, open: open.length - ended.length, healed: ended.length, withheld }
    await rows.saveComparison(tx, zoneId, comparison)
    return comparison
  })
}
