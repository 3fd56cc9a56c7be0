import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
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
import { insertSchedule, listSchedules, replaceRecipients, updateSchedule } from './queries/export-schedules'
import { refuseRecipients } from './recipients'
import { type changeExportScheduleInput, type createExportSchedulesInput, schedulesMax } from './schema'
import { s3SecretPlace } from './secret-place'

type CreateInput = z.output<typeof createExportSchedulesInput>

/**
 * Creates a schedule for each export. Each sends its file on the given day of the next month, once that month is billed;
 * the last billed month at once if its day has passed. A secret is sealed and never shown.
 *
 * @throws DomainError `forbidden`, `proof_required`, `quota_exceeded`, `invalid_input` (`format_of_another_kind`,
 * `no_fec`, `no_recipient`, `recipient_may_not_read`, `webhook_url`, `webhook_https`, `webhook_private`)
 */
export async function createExportSchedules(
  ctx: OpContext,
  input: CreateInput,
): Promise<{ ids: Id<'exportSchedule'>[] }> {
  authorize(ctx, 'billing:manage')
  for (const { kind, format } of input.exports) refuseFormatOfAnother('exports', kind, format)
  const reason = input.destination === 's3' ? refuseEndpoint(input.endpoint) : null
  if (reason) throw refusal('endpoint', reason)
  await requireFreshProof(ctx)
  const ids = await withOrganisation(ctx, async (tx, organisationId) => {
    if (input.exports.some(({ kind }) => kind === 'fec'))
      if (!keepsFec(await findBuyerOfBooks(tx, organisationId))) throw refusal('exports', 'no_fec')
    if (input.destination === 'mail') await refuseRecipients(tx, organisationId, input.recipients)
    await lockCount(tx, 'export schedules', organisationId)
    if ((await listSchedules(tx, organisationId)).length + input.exports.length > schedulesMax)
      throw new DomainError('quota_exceeded', { params: { reason: 'too_many_schedules' } })
    const created: Id<'exportSchedule'>[] = []
    for (const each of input.exports) created.push(await createOne(tx, ctx, organisationId, input, each))
    return created
  })
  return { ids }
}

async function createOne(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  input: CreateInput,
  { kind, format }: CreateInput['exports'][number],
): Promise<Id<'exportSchedule'>> {
  const { destination, day } = input
  invariant(ctx.actor.kind === 'account', 'members set schedules')
  const id = newId('exportSchedule', ctx.now.getTime())
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
    day,
    locale: ctx.locale,
    createdByAccountId: ctx.actor.accountId,
    createdAt: ctx.now,
  })
  if (destination === 'mail')
    await replaceRecipients(tx, { organisationId, scheduleId: id }, unique(input.recipients))
  await recordAudit(tx, ctx, 'export_schedule.created', {
    organisationId,
    kind: 'export_schedule',
    id,
    details: {
      kind,
      format,
      destination,
      day,
      ...(destination === 's3'
        ? { endpoint: new URL(input.endpoint).origin, bucket: input.bucket }
        : { recipients: unique(input.recipients) }),
    },
  })
  return id
}

/**
 * Changes day, format and recipients of a schedule, from the next file on.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `invalid_input` (`format_of_another_kind`,
 * `no_recipient`, `recipient_may_not_read`, `bucket_has_no_recipients`)
 */
export async function changeExportSchedule(
  ctx: OpContext,
  { scheduleId, day, format, recipients }: z.output<typeof changeExportScheduleInput>,
): Promise<void> {
  authorize(ctx, 'billing:manage')
  await requireFreshProof(ctx)
  await withOrganisation(ctx, async (tx, organisationId) => {
    const changed = await updateSchedule(tx, organisationId, scheduleId, { day, format })
    if (!changed) throw new DomainError('not_found')
    refuseFormatOfAnother('format', changed.kind as ExportKind, format)
    if (changed.destination === 'mail') {
      await refuseRecipients(tx, organisationId, recipients)
      await replaceRecipients(tx, { organisationId, scheduleId }, unique(recipients))
    } else if (recipients.length > 0) throw refusal('recipients', 'bucket_has_no_recipients')
    await recordAudit(tx, ctx, 'export_schedule.changed', {
      organisationId,
      kind: 'export_schedule',
      id: scheduleId,
      details: {
        kind: changed.kind,
        format,
        day,
        ...(changed.destination === 'mail' && { recipients: unique(recipients) }),
      },
    })
  })
}

/**
 * Pauses a schedule, or ends its pause. Nothing is sent meanwhile; afterwards the last billed month leaves on its day, with
 * what was issued during the pause.
 *
 * @throws DomainError `forbidden`, `not_found` also when it is so already
 */
export async function pauseExportSchedule(
  ctx: OpContext,
  { scheduleId, isPaused }: { scheduleId: Id<'exportSchedule'>; isPaused: boolean },
): Promise<void> {
  authorize(ctx, 'billing:manage')
  const set = isPaused ? { pausedAt: ctx.now } : { pausedAt: null, resumedAt: ctx.now }
  await withOrganisation(ctx, async (tx, organisationId) => {
    const changed = await updateSchedule(tx, organisationId, scheduleId, set, isPaused ? 'running' : 'paused')
    if (!changed) throw new DomainError('not_found')
    await recordAudit(tx, ctx, isPaused ? 'export_schedule.paused' : 'export_schedule.resumed', {
      organisationId,
      kind: 'export_schedule',
      id: scheduleId,
      details: { kind: changed.kind, format: changed.format, destination: changed.destination },
    })
  })
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
    const ended = await updateSchedule(tx, organisationId, scheduleId, { endedAt: ctx.now })
    if (!ended) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'export_schedule.ended', {
      organisationId,
      kind: 'export_schedule',
      id: scheduleId,
      details: { kind: ended.kind, format: ended.format, destination: ended.destination },
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

function refuseFormatOfAnother(field: string, kind: ExportKind, format: ExportFormat): void {
  if (!formatsOf[kind].includes(format)) throw refusal(field, 'format_of_another_kind')
}

const unique = <T>(values: readonly T[]) => [...new Set(values)]

const refusal = (field: string, reason: string) =>
  new DomainError('invalid_input', { field, params: { reason } })
