/**
 * Reconciler: delivers each month of a schedule once (the unique row decides) from its day on, prepared by the queue like
 * any export. Who receives a mail is checked when it is sent. Mail deliveries commit together with their mails. Bucket uploads happen outside a transaction under a deterministic
 * name, so that a retry after a worker died leaves one object.
 */
import { createHash } from 'node:crypto'
import { type Tx, withSystem } from '~/db/client'
import { isDatabaseLost } from '~/db/connections/lost-database'
import { authorizeSystem } from '~/lib/identity'
import { listContacts } from '~/lib/identity/rows'
import { createShares, type Shares } from '~/lib/kernel/concurrency/shares'
import { newId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { unseal } from '~/lib/kernel/secrets/secrets'
import { formatMonth } from '~/lib/kernel/text/format'
import { addSeconds } from '~/lib/kernel/time/clock'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { type NetworkAccess, type PinnedAnswer, sendPinned } from '~/lib/webhooks'
import { type ExportFormat, type ExportKind, mediaTypes } from '../exports/kinds'
import { readPreparedChunks, recordExport } from '../exports/prepared-exports'
import { type ExportRow, findExportToPrepare } from '../exports/queries/export-jobs'
import * as queries from './queries/export-schedules'
import { findRecipients } from './recipients'
import { s3SecretPlace } from './secret-place'
import { lastSendingDay } from './sending-day'
import { objectUrl, signS3 } from './sign-s3'

const claimBatchSize = 50
/** Per worker. */
const concurrentDeliveriesMax = 20
/** Longer than an upload can take. */
const leaseSeconds = 1_200
const uploadTimeoutMs = 900_000
const recheckSeconds = 5
/** Seconds between attempts: a day and a half in total, within the file's retention. */
const retryDelays = [60, 900, 7_200, 36_000, 86_400] as const
/** Larger files are sent as a link, because many mailboxes reject them. */
const attachedBytesMax = 5 * 1_048_576

type Leased = Awaited<ReturnType<typeof queries.leaseScheduledExports>>[number] & { leasedUntil: Date }
type Found = NonNullable<Awaited<ReturnType<typeof queries.lockScheduledExport>>> & { file: ExportRow | null }

const runningDeliveries = createShares(concurrentDeliveriesMax)

/** Schedules every billed month whose day has come, with all documents issued since the last one, and attempts every due delivery once. */
export async function deliverExports(
  ctx: OpContext,
  way?: NetworkAccess,
  shares: Shares = runningDeliveries,
): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, (tx) => claimMonths(tx, ctx))
  const [limit, busy] = [shares.free(), shares.busy()]
  if (limit === 0) return
  const leasedUntil = addSeconds(ctx.now, leaseSeconds)
  const due = await withSystem(ctx, (tx) =>
    queries.leaseScheduledExports(tx, ctx.now, leasedUntil, { limit, busy }),
  )
  // All at once, alongside deliveries of earlier passes: waiting behind a slow bucket would outlive the lease.
  await Promise.all(
    due.map((leased) =>
      shares.run(leased.organisationId, () => deliverOne(ctx, { ...leased, leasedUntil }, way)),
    ),
  )
}

/** An attempt that throws stops no other; it is logged, and retried after its lease expires. */
async function deliverOne(ctx: OpContext, leased: Leased, way: NetworkAccess | undefined): Promise<void> {
  try {
    await deliver(ctx, leased, way)
  } catch (error) {
    if (isDatabaseLost(error)) throw error
    log.error({ err: error, scheduleId: leased.scheduleId }, 'a scheduled export could not be delivered')
  }
}

async function claimMonths(tx: Tx, ctx: OpContext): Promise<void> {
  for (const month of await queries.listMissingMonths(tx, lastSendingDay(ctx.now), claimBatchSize)) {
    const { id: scheduleId, organisationId, period, locale } = month
    const exportId = newId('export', ctx.now.getTime())
    const row = { scheduleId, organisationId, period, exportId, nextAttemptAt: ctx.now, createdAt: ctx.now }
    const isOurs = await queries.insertScheduledExport(tx, { ...row, state: 'waiting' })
    const request = { kind: month.kind as ExportKind, format: month.format as ExportFormat, period }
    if (!isOurs) continue
    await recordExport(tx, { ...ctx, locale }, request, organisationId, exportId)
    await queries.claimUnsent(tx, { scheduleId, exportId })
  }
}

async function deliver(ctx: OpContext, leased: Leased, way: NetworkAccess | undefined): Promise<void> {
  const found = await withSystem(ctx, (tx) => decide(tx, ctx, leased))
  if (!found?.file) return
  const { schedule, file } = found
  const secretKey = openSecret(schedule)
  const failure =
    secretKey === null ? 'secret_unreadable' : failureOf(await putObject(ctx, schedule, secretKey, file, way))
  await withSystem(ctx, async (tx) => {
    const held = await queries.lockScheduledExport(tx, leased)
    if (!held) return
    if (failure === null) return deliveredNow(tx, ctx, held.month)
    const attempts = held.month.attempts + 1
    // A secret that does not open now never will: its owner must enter it again.
    const wait = secretKey === null ? undefined : retryDelays[attempts - 1]
    if (wait === undefined) return failed(tx, ctx, { ...held, file }, failure, attempts)
    const next = { attempts, failure, nextAttemptAt: addSeconds(ctx.now, wait) }
    await queries.updateScheduledExport(tx, held.month, next)
  })
}

/** Does what belongs inside the transaction; returns the file that must be uploaded to a bucket. */
async function decide(tx: Tx, ctx: OpContext, leased: Leased): Promise<Found | null> {
  const held = await queries.lockScheduledExport(tx, leased)
  if (!held) return null
  const { month, schedule } = held
  const file = await findExportToPrepare(tx, month.exportId)
  const found = { ...held, file }
  if (schedule.endedAt !== null) await failed(tx, ctx, found, 'schedule_ended', month.attempts)
  // Paused since the lease: it waits.
  else if (schedule.pausedAt !== null)
    await queries.updateScheduledExport(tx, month, { nextAttemptAt: ctx.now })
  else if (!file) await prepareAgain(tx, ctx, found)
  else if (file.state === 'failed') await failed(tx, ctx, found, 'not_prepared', month.attempts)
  else if (file.state !== 'ready')
    await queries.updateScheduledExport(tx, month, { nextAttemptAt: addSeconds(ctx.now, recheckSeconds) })
  else if (schedule.destination === 's3') return found
  else if (await mailFile(tx, schedule, file)) await deliveredNow(tx, ctx, month)
  else await failed(tx, ctx, found, 'no_recipient', month.attempts)
  return null
}

/** The file expired during a pause: another one, with what is unsent by now. */
async function prepareAgain(tx: Tx, ctx: OpContext, { month, schedule }: Found): Promise<void> {
  const { id: scheduleId, organisationId, locale } = schedule
  const exportId = newId('export', ctx.now.getTime())
  const request = {
    kind: schedule.kind as ExportKind,
    format: schedule.format as ExportFormat,
    period: month.period,
  }
  await queries.releaseUnsent(tx, month.exportId)
  await recordExport(tx, { ...ctx, locale }, request, organisationId, exportId)
  await queries.claimUnsent(tx, { scheduleId, exportId })
  await queries.updateScheduledExport(tx, month, {
    exportId,
    nextAttemptAt: addSeconds(ctx.now, recheckSeconds),
  })
}

async function deliveredNow(tx: Tx, ctx: OpContext, month: queries.ScheduledExportRow): Promise<void> {
  const done = { state: 'delivered', failure: null, nextAttemptAt: null, finishedAt: ctx.now } as const
  await queries.updateScheduledExport(tx, month, done)
}

/** Mails the file to the recipients who may still read billing; returns whether there is one. */
async function mailFile(
  tx: Tx,
  { id, organisationId }: queries.ScheduleRow,
  file: ExportRow,
): Promise<boolean> {
  const contacts = (await findRecipients(tx, organisationId, [id])).get(id)?.contacts ?? []
  if (contacts.length === 0) return false
  const isAttached = file.bytes <= attachedBytesMax
  const chunks: Uint8Array[] = []
  if (isAttached) for await (const chunk of readPreparedChunks((run) => run(tx), file.id)) chunks.push(chunk)
  const attachment = {
    name: file.fileName,
    mediaType: mediaTypes[file.format as ExportFormat],
    content: Buffer.concat(chunks),
  }
  for (const contact of contacts)
    await queueMail(tx, {
      to: contact.email,
      locale: contact.locale,
      template: 'scheduled-export',
      params: {
        name: contact.fullName,
        file: file.fileName,
        month: formatMonth(file.period, contact.locale),
        isAttached,
        url: portalLink(routes.org.billingExports(organisationId, file.period)),
      },
      ...(isAttached && { attachments: [attachment] }),
    })
  return true
}

/**
 * Stops automatic attempts: the next file of the schedule includes this one's content. Notifies owners and accountants,
 * unless they ended the schedule themselves.
 */
async function failed(
  tx: Tx,
  ctx: OpContext,
  { month, schedule, file }: Found,
  failure: string,
  attempts: number,
): Promise<void> {
  const failedState = {
    state: 'failed',
    failure,
    attempts,
    nextAttemptAt: null,
    finishedAt: ctx.now,
  } as const
  await queries.updateScheduledExport(tx, month, failedState)
  if (failure === 'schedule_ended') return
  await queries.releaseUnsent(tx, month.exportId)
  const { organisationId } = schedule
  for (const contact of await listContacts(tx, organisationId, ['owner', 'billing']))
    await queueMail(tx, {
      to: contact.email,
      locale: contact.locale,
      template: 'scheduled-export-failed',
      params: {
        name: contact.fullName,
        file: file?.fileName ?? schedule.kind,
        month: formatMonth(month.period, contact.locale),
        failure,
        url: portalLink(routes.org.billingExports(organisationId, month.period)),
      },
    })
}

/** Null when sealed for another place or under another key, or tampered with. */
function openSecret({ id, secretKeySealed }: queries.ScheduleRow): string | null {
  try {
    return unseal(secretKeySealed ?? '', s3SecretPlace(id))
  } catch (error) {
    log.error({ err: error, scheduleId: id }, 'the secret of a scheduled export does not open')
    return null
  }
}

/** Reads the file twice: once to hash it for the signature, once to send it. */
async function putObject(
  ctx: OpContext,
  schedule: queries.ScheduleRow,
  secretKey: string,
  file: ExportRow,
  way: NetworkAccess | undefined,
): Promise<PinnedAnswer> {
  const { endpoint, bucket, prefix, region, accessKeyId } = schedule
  if (endpoint === null || bucket === null || region === null || accessKeyId === null)
    return { error: 'not_prepared' }
  const chunks = () => readPreparedChunks((run) => withSystem(ctx, run), file.id)
  const hash = createHash('sha256')
  for await (const chunk of chunks()) hash.update(chunk)
  const url = objectUrl(endpoint, bucket, `${prefix ?? ''}${file.fileName}`)
  const headers = signS3(
    {
      method: 'PUT',
      url,
      headers: { 'content-type': mediaTypes[file.format as ExportFormat] },
      bodySha256: hash.digest('hex'),
    },
    { region, accessKeyId, secretKey },
    ctx.now,
  )
  const sent = { ...headers, 'content-length': file.bytes, 'user-agent': 'Andromede-Exports/1' }
  return sendPinned(
    url.href,
    { method: 'PUT', headers: sent, body: chunks(), withinMs: uploadTimeoutMs },
    way,
  )
}

/** Null on success; otherwise the service's error code, or the reason for no answer. */
function failureOf(answer: PinnedAnswer): string | null {
  if ('error' in answer) return answer.error
  if (answer.status >= 200 && answer.status < 300) return null
  const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(answer.text)?.[1]
  return `${answer.status}${code ? ` ${code}` : ''}`
}
