import { withStaff } from '~/db/client'
import { isDriftKind } from '~/lib/hypervisors'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DoubtfulRow } from '../client'
import { listOpenDrifts, listSubjects } from './queries/doubtful-rows'

const shown = 500

const missing = [
  'instance_missing',
  'volume_missing',
  'image_missing',
  'balancer_missing',
  'public_address_missing',
]
/** Listed as objects without a row, with their decisions; or not ours. */
const elsewhere = [
  'instance_unknown',
  'volume_unknown',
  'image_unknown',
  'balancer_unknown',
  'public_address_unknown',
  'stranger',
]

/** Lists the rows of every zone that the last comparisons found without an object, and those that differ from theirs. */
export async function listDoubtfulRows(
  ctx: OpContext,
): Promise<{ missing: DoubtfulRow[]; differing: DoubtfulRow[] }> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const found = [
      await listOpenDrifts(tx, { of: missing }, shown),
      await listOpenDrifts(tx, { otherThan: [...missing, ...elsewhere] }, shown),
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
function valuesOf(kind: string, details: Record<string, string>): Pick<DoubtfulRow, 'expected' | 'found'> {
  const { expected = null, found = null, state = null } = details
  return missing.includes(kind) ? { expected: expected ?? state, found } : { expected, found: found ?? state }
}
