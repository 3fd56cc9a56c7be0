import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, limitTickets } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { formatMonth, frenchOfMonth } from '~/lib/kernel/text/format'
import { type OpenedTicket, openTicketIn } from '~/lib/support'
import { attachmentBounds } from '~/lib/support/client'
import { findAssessment } from './queries/assessments'
import * as queries from './queries/service-credits'
import { evidenceFile } from './read-service-credits'
import type { ContestMonthInput } from './schema'

const words = {
  fr: (period: string) => `Niveau de service ${frenchOfMonth(period)} contesté`,
  en: (period: string) => `Service level of ${formatMonth(period, 'en')} disputed`,
}

/**
 * Opens a ticket that contests the assessment of a resource's month, with the evidence attached as far as a ticket
 * accepts it; one open ticket per resource and month.
 *
 * @throws DomainError `not_found`, `already_exists` while another ticket about it is open, `rate_limited`
 */
export async function contestMonth(ctx: OpContext, input: ContestMonthInput): Promise<OpenedTicket> {
  authorize(ctx, 'billing:view')
  await limitTickets(ctx, authorize(ctx, 'support:write'))
  return withOrganisation(ctx, async (tx, organisationId) => {
    const assessment = await findAssessment(tx, input.assessmentId)
    if (!assessment) throw new DomainError('not_found')
    const { subjectId, subjectKind, period } = assessment
    await queries.lockContest(tx, subjectId, period)
    if (await queries.findOpenContest(tx, subjectId, period))
      throw new DomainError('already_exists', { field: 'assessmentId' })
    const { name, text } = evidenceFile(assessment)
    const content = new TextEncoder().encode(text)
    const opened = await openTicketIn(tx, ctx, {
      subject: words[ctx.locale](period),
      category: 'sla_contest',
      impact: 'none',
      body: input.body,
      resourceId: toId(subjectKind, subjectId),
      // Evidence larger than a ticket accepts, for months with thousands of outages, stays on the month's page.
      files: [],
      evidence: content.length > attachmentBounds.bytesMax ? undefined : { name, content },
    })
    await queries.insertContest(tx, {
      ticketId: opened.ticketId,
      organisationId,
      assessmentId: assessment.id,
      subjectId,
      period,
      contestedAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'service_level.contested', {
      organisationId,
      kind: 'service_level_month',
      id: `${subjectId} ${period}`,
      details: { period, subjectId, ticket: opened.reference },
    })
    return opened
  })
}
