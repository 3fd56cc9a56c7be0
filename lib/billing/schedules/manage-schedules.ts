import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { lockCount } from '~/db/lock-count'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal } from '~/lib/kernel/secrets/secrets'
import { refuseUrl } from '~/lib/webhooks'
import { type ExportFormat, type ExportKind, formatsOf } from '../exports/kinds'
import { findBuyerOfBooks } from '../exports/queries/ledger-rows'
import { keepsFec } from '../exports/read-offer'
import { endSchedule, insertSchedule, listScheduledExports, listSchedules } from './queries/export-schedules'
import type { createExportScheduleInput } from './schema'
import { s3SecretPlace } from './secret-place'
import type { ExportScheduleView } from './views'

const schedulesMax = 10
const monthsRead = 200

/** The organisation's export schedules with the result of their last delivery, without secrets. */
export async function readExportSchedules(ctx: OpContext): Promise<ExportScheduleView[]> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const [schedules, months] = await Promise.all([
      listSchedules(tx, organisationId),
      listScheduledExports(tx, organisationId, monthsRead),
    ])
    return schedules.map(({ id, kind, format, destination, endpoint, bucket, prefix }) => {
      const last = months.find(({ scheduleId }) => scheduleId === id)
      return {
        id,
        kind: kind as ExportKind,
        format: format as ExportFormat,
        destination,
        address: endpoint === null ? null : `${endpoint}/${bucket}/${prefix}`,
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

/**
 * Creates a schedule that sends the file once a month is billed, and the last billed month at once. A secret is sealed
 * and never shown.
 *
 * @throws DomainError `forbidden`, `proof_required`, `quota_exceeded`, `invalid_input` (`format_of_another_kind`,
 * `no_fec`, `webhook_url`, `webhook_https`, `webhook_private`)
 */
export async function createExportSchedule(
  ctx: OpContext,
  input: z.output<typeof createExportScheduleInput>,
): Promise<{ id: Id<'exportSchedule'> }> {
  authorize(ctx, 'billing:manage')
  const { kind, format, destination } = input
  if (!formatsOf[kind].includes(format)) throw refusal('format', 'format_of_another_kind')
  const reason = destination === 's3' ? refuseEndpoint(input.endpoint) : null
  if (reason) throw refusal('endpoint', reason)
  await requireFreshProof(ctx)
  invariant(ctx.actor.kind === 'account', 'members set schedules')
  const { accountId } = ctx.actor
  const id = newId('exportSchedule', ctx.now.getTime())
  await withOrganisation(ctx, async (tx, organisationId) => {
    if (kind === 'fec' && !keepsFec(await findBuyerOfBooks(tx, organisationId)))
      throw refusal('kind', 'no_fec')
    await lockCount(tx, 'export schedules', organisationId)
    if ((await listSchedules(tx, organisationId)).length >= schedulesMax)
      throw new DomainError('quota_exceeded', { params: { reason: 'too_many_schedules' } })
    await insertSchedule(tx, {
      id,
      organisationId,
      kind,
      format,
      destination,
      ...(destination === 's3' && {
        endpoint: new URL(input.endpoint).origin,
        region: input.region,
        bucket: input.bucket,
        prefix: input.prefix,
        accessKeyId: input.accessKeyId,
        secretKeySealed: seal(input.secretKey, s3SecretPlace(id)),
      }),
      locale: ctx.locale,
      createdByAccountId: accountId,
      createdAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'export_schedule.created', {
      organisationId,
      kind: 'export_schedule',
      id,
      details: {
        kind,
        format,
        destination,
        ...(destination === 's3' && { endpoint: new URL(input.endpoint).origin, bucket: input.bucket }),
      },
    })
  })
  return { id }
}

/**
 * Ends a schedule: nothing is sent by it any more.
 *
 * @throws DomainError `forbidden`, `not_found`
 */
export async function endExportSchedule(
  ctx: OpContext,
  { scheduleId }: { scheduleId: Id<'exportSchedule'> },
): Promise<void> {
  authorize(ctx, 'billing:manage')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const ended = await endSchedule(tx, organisationId, scheduleId, ctx.now)
    if (!ended) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'export_schedule.ended', {
      organisationId,
      kind: 'export_schedule',
      id: scheduleId,
      details: ended,
    })
  })
}

/** The service's base address, without a path: the bucket and object names are appended. */
function refuseEndpoint(endpoint: string): string | null {
  const reason = refuseUrl(endpoint)
  if (reason) return reason
  const { pathname, search } = new URL(endpoint)
  return pathname === '/' && search === '' ? null : 'webhook_url'
}

const refusal = (field: string, reason: string) =>
  new DomainError('invalid_input', { field, params: { reason } })
