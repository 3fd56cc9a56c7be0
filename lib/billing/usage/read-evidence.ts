import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { rateParts } from '~/lib/usage'
import { decodeDocument } from '../invoices/document-codec'
import type { EvidenceView } from '../invoices/views'
import { findDocument } from '../queries/documents'
import { toInterval } from './month-facts'
import { listTrafficDays } from './queries/traffic'
import { listUsage } from './queries/usage'

/**
 * The evidence of an invoice line: the intervals in which its meter ran at its price, each with the billed seconds, and
 * those beyond 720 hours as not billed; or, for traffic, the daily volume.
 *
 * @throws DomainError `not_found` for a line that bills no usage
 */
export async function readEvidence(
  ctx: OpContext,
  input: { documentId: Id<'invoice'>; position: number },
): Promise<EvidenceView> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const row = await findDocument(tx, input.documentId)
    const line = row && decodeDocument(row.content).lines.find((each) => each.position === input.position)
    if (!line?.resourceId || !line.meter) throw new DomainError('not_found')
    const month = parisMonth(new Date(line.period.from))
    const named = { position: line.position, label: line.label }
    if (line.meter === 'traffic_out') {
      const days = await listTrafficDays(tx, line.resourceId, month)
      return {
        ...named,
        intervals: [],
        days: days.map(({ day, bytes }) => ({ day, mebibytes: Number(BigInt(bytes) / 1_048_576n) })),
      }
    }
    const rows = await listUsage(tx, organisationId, month, [line.resourceId])
    const ofMeter = rows.filter((each) => each.meter === line.meter).map(toInterval)
    const parts = rateParts(ofMeter, month, month.to).filter(
      ({ interval }) =>
        interval.projectId === line.projectId &&
        (line.microCentsPerHour === undefined || interval.microCentsPerHour === line.microCentsPerHour),
    )
    return {
      ...named,
      days: [],
      intervals: parts.map((part) => ({
        startedAt: part.startedAt.toISOString(),
        endedAt: part.endedAt.toISOString(),
        seconds: Number(part.seconds),
        billedSeconds: Number(part.billedSeconds),
      })),
    }
  })
}
