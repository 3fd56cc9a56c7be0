import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { ExportFormat, ExportKind } from '../exports/kinds'
import { listScheduledExports, listSchedules } from './queries/export-schedules'
import { findRecipients } from './recipients'
import { nextSending } from './sending-day'
import type { ExportScheduleView } from './views'

const monthsRead = 200

/** The organisation's export schedules with their next sending and the result of their last one, without secrets. */
export async function readExportSchedules(ctx: OpContext): Promise<ExportScheduleView[]> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const [schedules, months] = await Promise.all([
      listSchedules(tx, organisationId),
      listScheduledExports(tx, organisationId, monthsRead),
    ])
    const ids = schedules.map(({ id }) => id)
    const recipients = await findRecipients(tx, organisationId, ids)
    return schedules.map(({ id, kind, format, destination, endpoint, bucket, prefix, day, pausedAt }) => {
      const last = months.find(({ scheduleId }) => scheduleId === id)
      const next = nextSending(last?.period ?? null, day, ctx.now)
      const { contacts = [], lost = 0 } = recipients.get(id) ?? {}
      return {
        id,
        kind: kind as ExportKind,
        format: format as ExportFormat,
        destination,
        address: endpoint === null ? null : `${endpoint}/${bucket}/${prefix}`,
        day,
        isPaused: pausedAt !== null,
        recipients: contacts.map(({ memberId, fullName }) => ({ memberId, fullName })),
        lostRecipients: lost,
        next:
          pausedAt === null
            ? { period: next.period, at: next.at.toISOString(), isDue: next.at <= ctx.now }
            : null,
        last: last
          ? {
              period: last.period,
              state: last.state,
              failure: last.failure,
              finishedAt: last.finishedAt?.toISOString() ?? null,
            }
          : null,
      }
    })
  })
}
