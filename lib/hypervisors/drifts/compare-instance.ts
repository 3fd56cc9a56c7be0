import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { ComparedHypervisor } from './compared-hypervisor'
import { findDrifts, listUnjudged } from './find-drifts'
import type { ComparedZone } from './queries/compared-zones'
import * as rows from './queries/drifts'
import { attemptHealing, endHealedDrifts, keyOf, saveDrifts } from './record-drifts'
import { unchangedResources, withOurHostName } from './unchanged-resources'

const patienceMs = 30_000

/**
 * Compares one server as the minutely comparison does for the zone, because its hypervisor just sent an event about it.
 * Never deletes: the limit on deletions can be checked only over the whole zone.
 */
export async function compareInstance(
  ctx: OpContext,
  zone: ComparedZone,
  hypervisor: ComparedHypervisor,
  instanceId: Id<'instance'>,
): Promise<{ open: number; healed: number }> {
  authorizeSystem(ctx)
  const read = () => withSystem(ctx, (tx) => rows.listResourcesOfZone(tx, zone.id, [], instanceId))
  const before = await read()
  // A saga is working on it, or it is not ours: neither needs a call to the hypervisor.
  if (before.length === 0 || before.every((row) => row.isBusy)) return { open: 0, healed: 0 }
  const found = await hypervisor.surveyor.survey(zone.code, {
    signal: AbortSignal.timeout(patienceMs),
    only: instanceId,
  })
  const objects = found.map((object) => withOurHostName(object, hypervisor))
  const resources = unchangedResources(before, await read())
  const drifts = findDrifts(resources, objects).filter((drift) => drift.subject === instanceId)
  const unjudged = listUnjudged(resources, objects)
  const { held } = await saveDrifts(ctx, zone.id, { drifts, unjudged }, instanceId)
  const healed = []
  for (const drift of drifts) {
    if (['nothing', 'delete', 'quarantine'].includes(drift.remedy.do) || held.has(keyOf(drift))) continue
    if (await attemptHealing(ctx, hypervisor, zone.id, drift)) healed.push(drift)
  }
  return endHealedDrifts(ctx, zone.id, healed)
}
