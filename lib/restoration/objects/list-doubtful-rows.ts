import { withStaff } from '~/db/client'
import { isDriftKind, listOpenDifferences, missingKinds } from '~/lib/hypervisors'
import type { DriftKind } from '~/lib/hypervisors/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DoubtfulRow } from '../client'
import { listSubjects } from './queries/doubtful-rows'

const shown = 500

/** Lists the rows of every zone that the last comparisons found without an object, and those that differ from theirs. */
export async function listDoubtfulRows(
  ctx: OpContext,
): Promise<{ missing: DoubtfulRow[]; differing: DoubtfulRow[] }> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const found = [
      await listOpenDifferences(tx, 'missing', shown),
      await listOpenDifferences(tx, 'differing', shown),
    ]
    const subjects = await listSubjects(
      tx,
      found.flat().map(({ drift }) => drift.subject),
    )
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
