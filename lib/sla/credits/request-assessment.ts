import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { requestAssessment as keepRequest } from './queries/assessments'
import type { RequestAssessmentInput } from './schema'

/**
 * Requests a new assessment of an organisation's month, within a minute, with a reason for its corrections.
 *
 * @throws DomainError `not_found` for a month that was never assessed
 */
export async function requestAssessment(ctx: OpContext, input: RequestAssessmentInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'billing:credit')
  const { organisationId, period, reason } = input
  await withStaff(ctx, async (tx) => {
    const isKept = await keepRequest(tx, {
      organisationId,
      period,
      requestedAt: ctx.now,
      requestReason: reason,
      requestedByStaffId: staffId,
    })
    if (!isKept) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'service_level.reassessment_asked', {
      organisationId,
      kind: 'service_level_month',
      id: `${organisationId} ${period}`,
      details: { period, reason },
    })
  })
}
