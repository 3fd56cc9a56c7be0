import { withSystem } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Drift } from '../drifts/find-drifts'
import { keyOf } from '../drifts/record-drifts'
import * as rows from './queries/quarantine'

/**
 * Records which objects of a zone have no row, and since when. Nothing is done to them: a server keeps running, because
 * its customer may be using it. Returns the keys of those that two people agreed to delete by now.
 */
export async function recordQuarantine(
  ctx: OpContext,
  zoneId: Id<'zone'>,
  drifts: readonly Drift[],
): Promise<Set<string>> {
  const found = drifts.flatMap((drift) =>
    drift.remedy.do === 'quarantine' ? [{ ...drift, object: drift.remedy.kind }] : [],
  )
  return withSystem(ctx, async (tx) => {
    await rows.upsertQuarantined(
      tx,
      found.map(({ object, subject, organisationId, details }) => ({
        id: newId('quarantine', ctx.now.getTime()),
        zoneId,
        kind: object,
        subject,
        taggedOrganisationId: organisationId,
        details,
      })),
      ctx.now,
    )
    const known = await rows.listQuarantinedOfZone(tx, zoneId)
    const keyOfObject = ({ kind, subject }: { kind: string; subject: string }) => `${kind} ${subject}`
    const there = new Map(
      found.map((drift) => [keyOfObject({ kind: drift.object, subject: drift.subject }), drift]),
    )
    const isThere = (row: rows.QuarantineRow) => there.has(keyOfObject(row))
    await rows.endQuarantine(
      tx,
      known.filter((row) => !isThere(row)).map(({ id }) => id),
      ctx.now,
    )
    const isAgreed = ({ state, deleteFrom }: rows.QuarantineRow) =>
      state === 'confirmed' && deleteFrom !== null && deleteFrom <= ctx.now
    return new Set(
      known.filter(isAgreed).flatMap((row) => {
        const drift = there.get(keyOfObject(row))
        return drift ? [keyOf(drift)] : []
      }),
    )
  })
}
