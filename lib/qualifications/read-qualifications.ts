import { withShared, withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { listShown, listWithStaff } from './queries/qualifications'
import { byStanding, standingOf } from './standing'
import type { QualificationEntry, QualificationView } from './views'

/** The operator's qualifications as they are today, for everyone. Public by intent. */
export async function showQualifications(ctx: OpContext): Promise<QualificationView[]> {
  const rows = await withShared(ctx, listShown)
  return rows
    .map(({ status, ...row }) => ({
      ...row,
      standing: standingOf({ status, validUntil: row.validUntil }, parisDay(ctx.now)),
      changedAt: row.changedAt.toISOString(),
    }))
    .sort(byStanding)
}

/**
 * The same for staff, with the author of the last change.
 *
 * @throws DomainError `forbidden`
 */
export async function listQualifications(ctx: OpContext): Promise<QualificationEntry[]> {
  authorizeStaff(ctx, 'sla:inspect')
  const rows = await withStaff(ctx, listWithStaff)
  return rows
    .map((row) => ({
      ...row,
      standing: standingOf(row, parisDay(ctx.now)),
      changedAt: row.changedAt.toISOString(),
    }))
    .sort(byStanding)
}
