import { withSystem } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { newId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { DriverError } from '../port/driver-error'
import type { ComparedHypervisor } from './compared-hypervisor'
import type { Drift } from './find-drifts'
import { heal } from './heal'
import * as rows from './queries/drifts'

export const keyOf = ({ kind, subject }: { kind: string; subject: string }) => `${kind} ${subject}`

/**
 * The result of a comparison: the differences, the subjects that it did not judge, and the subjects with restored rows
 * that are not confirmed since.
 */
export type Findings = {
  drifts: readonly Drift[]
  unjudged: readonly string[]
  unverified?: readonly string[]
}

/**
 * Saves the differences and ends those that no longer exist, for the whole zone or for one subject. Returns which ones
 * an earlier comparison saw, and which wait for a person: those found by the first comparison to judge their subject
 * after rows were lost, when the rows are older, unless the hypervisor matches them. Such a difference stays open while
 * its subject is not judged; otherwise it would come back without its hold.
 */
export async function saveDrifts(
  ctx: OpContext,
  zoneId: Id<'zone'>,
  { drifts, unjudged, unverified = [] }: Findings,
  only?: string,
): Promise<{ seenBefore: ReadonlySet<string>; held: ReadonlySet<string> }> {
  return withSystem(ctx, async (tx) => {
    const found = (await rows.listOpenDrifts(tx, zoneId)).filter((row) => !only || row.subject === only)
    const open = new Map(found.map((row) => [keyOf(row), row]))
    const unjudgedSubjects = new Set(unjudged)
    const waiting = await rows.listUnjudged(tx, zoneId)
    const isFirst = await rows.isFirstSinceLoss(tx, zoneId)
    const held = new Set(found.filter((row) => row.held).map(keyOf))
    for (const { kind, subject, details, rowAgrees } of drifts) {
      const known = open.get(keyOf({ kind, subject }))
      const isHeld = !rowAgrees && (isFirst || waiting.has(subject) || unverified.includes(subject))
      if (!known && isHeld) held.add(keyOf({ kind, subject }))
      if (known) await rows.updateSeenDrift(tx, known.id, { seenAt: ctx.now, details })
      else
        await rows.insertDrift(tx, {
          id: newId('drift', ctx.now.getTime()),
          zoneId,
          kind,
          subject,
          details,
          held: isHeld,
          state: 'open',
          firstSeenAt: ctx.now,
          seenAt: ctx.now,
        })
    }
    const stillOpen = new Set(drifts.map(keyOf))
    const ended = [...open.values()].filter(
      (row) => !stillOpen.has(keyOf(row)) && !(row.held && unjudgedSubjects.has(row.subject)),
    )
    await rows.endDrifts(
      tx,
      ended.map((row) => row.id),
      'gone',
      ctx.now,
    )
    if (isFirst) await rows.insertUnjudged(tx, zoneId, [...unjudgedSubjects])
    const judged = [...waiting].filter(
      (subject) => !unjudgedSubjects.has(subject) && (!only || subject === only),
    )
    await rows.deleteUnjudged(tx, zoneId, judged)
    return { seenBefore: new Set([...open.keys()].filter((key) => stillOpen.has(key))), held }
  })
}

/** Tries a repair; a failed one stays open until the next comparison. */
export async function attemptHealing(
  ctx: OpContext,
  hypervisor: ComparedHypervisor,
  zoneId: Id<'zone'>,
  drift: Drift,
): Promise<boolean> {
  try {
    return await heal(ctx, hypervisor, zoneId, drift)
  } catch (error) {
    if (!(error instanceof DriverError)) throw error
    log.warn({ drift: drift.kind, subject: drift.subject, err: error }, 'a drift could not be healed')
    return false
  }
}

/** Ends repaired differences. Returns how many of the zone are still open, and how many ended now. */
export async function endHealedDrifts(
  ctx: OpContext,
  zoneId: Id<'zone'>,
  healed: readonly Drift[],
): Promise<{ open: number; healed: number }> {
  return withSystem(ctx, async (tx) => {
    const keys = new Set(healed.map(keyOf))
    const open = await rows.listOpenDrifts(tx, zoneId)
    const ended = open.filter((row) => keys.has(keyOf(row)))
    await rows.endDrifts(
      tx,
      ended.map((row) => row.id),
      'healed',
      ctx.now,
    )
    return { open: open.length - ended.length, healed: ended.length }
  })
}
