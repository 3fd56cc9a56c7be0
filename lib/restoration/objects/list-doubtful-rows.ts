import { type Tx, withStaff } from '~/db/client'
import { isDriftKind, listOpenDifferences, missingKinds } from '~/lib/hypervisors'
import type { DriftKind } from '~/lib/hypervisors/client'
import { authorizeStaff, readSamePeople } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DoubtfulRow, LossRefusal, RowLossView } from '../client'
import { losableKindOf } from '../losses/kinds'
import { listLastLosses } from '../losses/queries/row-losses'
import { lossesAtOnce } from '../schema'
import { listSubjects } from './queries/doubtful-rows'

/** Lists the rows of every zone that the last comparisons found without an object, and those that differ from theirs. */
export async function listDoubtfulRows(
  ctx: OpContext,
): Promise<{ missing: DoubtfulRow[]; differing: DoubtfulRow[] }> {
  const staffId = authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const found = [
      await listOpenDifferences(tx, 'missing', lossesAtOnce),
      await listOpenDifferences(tx, 'differing', lossesAtOnce),
    ]
    const subjects = await listSubjects(
      tx,
      found.flat().map(({ drift }) => drift.subject),
    )
    const losses = await readLosses(tx, staffId, found[0]?.map(({ drift }) => drift.id) ?? [])
    const byId = new Map(subjects.map((subject) => [subject.id, subject]))
    const [gone = [], differing = []] = found.map((rows) =>
      rows.flatMap(({ drift, zoneCode, zoneName }): DoubtfulRow[] => {
        const { id, kind, subject, details, held } = drift
        if (!isDriftKind(kind)) return []
        const row = byId.get(subject)
        return [
          {
            id,
            kind,
            zoneCode,
            zoneName,
            subject,
            name: row?.name ?? null,
            organisationName: row?.organisationName ?? null,
            ...valuesOf(kind, details),
            changedAt: row?.changedAt.toISOString() ?? null,
            isHeld: held,
            isLosable: losableKindOf({ kind, subject }) !== null,
            loss: losses.get(id) ?? null,
          },
        ]
      }),
    )
    return { missing: gone, differing }
  })
}

/** Of a missing object `state` is what its row holds, and nothing was found. */
function valuesOf(kind: DriftKind, details: Record<string, string>): Pick<DoubtfulRow, 'expected' | 'found'> {
  const { expected = null, found = null, state = null } = details
  return missingKinds.includes(kind)
    ? { expected: expected ?? state, found }
    : { expected, found: found ?? state }
}

async function readLosses(
  tx: Tx,
  staffId: Id<'staff'>,
  driftIds: readonly Id<'drift'>[],
): Promise<Map<string, RowLossView>> {
  const rows = await listLastLosses(tx, driftIds)
  const isSame = await readSamePeople(
    tx,
    staffId,
    rows.map(({ loss }) => loss.proposedByStaffId),
  )
  return new Map(
    rows.map(({ loss, proposedBy }) => [
      loss.driftId,
      {
        id: loss.id,
        state: loss.state,
        reason: loss.reason,
        proposedBy,
        needsAnother: isSame(loss.proposedByStaffId),
        refusal: loss.refusal as LossRefusal | null,
      },
    ]),
  )
}
