/**
 * Reconciler: deposits e-invoices with their platforms and reads their life-cycle statuses. Leasing a delivery and
 * writing the result are separate transactions; nothing is sent inside one. When a worker dies its lease expires, and
 * the next worker looks the document up on the platform before it deposits again.
 */
import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeDocumentFile } from '../einvoice/document-files'
import { decodeDocument } from '../invoices/document-codec'
import { findDocument } from '../queries/documents'
import { processingRules, treatmentOf } from '../vat/decide-treatment'
import { deposited, refused, unavailable } from './attempt-outcomes'
import { hasEnded, isBetweenPlatforms, isRefusal, nextPollSeconds } from './life-cycle'
import type { EInvoicePlatform } from './platform'
import { platformFor } from './platform-for'
import {
  type DeliveryRow,
  insertStatuses,
  leaseDueDeliveries,
  updateLeasedDelivery,
} from './queries/deliveries'

const atOnce = 10
/** Longer than an attempt can take. */
const leaseSeconds = 120

type Leased = DeliveryRow & { documentNumber: string }
type PlatformFor = (ctx: OpContext, channel: 'chorus_pro' | 'platform') => Promise<EInvoicePlatform>

/** Tries or polls every due delivery once and sets its next attempt. */
export async function deliverDocuments(ctx: OpContext, platforms: PlatformFor = platformFor): Promise<void> {
  authorizeSystem(ctx)
  const leasedUntil = addSeconds(ctx.now, leaseSeconds)
  const due = await withSystem(ctx, (tx) => leaseDueDeliveries(tx, ctx.now, leasedUntil, atOnce))
  await Promise.all(
    due.map(async (delivery) => {
      const set = await attempt(ctx, delivery, platforms).catch((error: unknown) => {
        log.warn({ err: error, deliveryId: delivery.id }, 'the platform of e-invoices did not answer')
        return unavailable(ctx.now, delivery, error)
      })
      await withSystem(ctx, (tx) => updateLeasedDelivery(tx, delivery.id, leasedUntil, set))
    }),
  )
}

async function attempt(
  ctx: OpContext,
  delivery: Leased,
  platforms: PlatformFor,
): Promise<Partial<DeliveryRow>> {
  invariant(delivery.channel !== 'mail', 'the mailer delivers mails')
  const platform = await platforms(ctx, delivery.channel)
  if (delivery.state === 'waiting') return deposit(ctx, delivery, platform)
  const reference = {
    trackingId: delivery.id,
    documentNumber: delivery.documentNumber,
    externalId: delivery.externalId ?? '',
  }
  if (delivery.state === 'accepted') return readStatuses(ctx, delivery, await platform.statuses(reference))
  const given = await platform.acknowledgement(reference)
  if (given.state === 'rejected') return refused(given.code, given.text)
  const next = { attempts: 0, nextAttemptAt: addSeconds(ctx.now, nextPollSeconds(ageSeconds(ctx, delivery))) }
  return given.state === 'accepted' ? { ...next, state: 'accepted', nextAttemptAt: ctx.now } : next
}

async function deposit(
  ctx: OpContext,
  delivery: Leased,
  platform: EInvoicePlatform,
): Promise<Partial<DeliveryRow>> {
  const names = { trackingId: delivery.id, documentNumber: delivery.documentNumber }
  const isRepeated = delivery.attempts > 1
  const known = isRepeated ? await platform.find(names) : null
  if (known) return deposited(ctx.now, known)
  const file = await makeDocumentFile(ctx, { documentId: delivery.documentId, kind: 'pdf' })
  const row = await withSystem(ctx, (tx) => findDocument(tx, delivery.documentId))
  invariant(row, 'what is delivered was issued')
  const { buyer } = decodeDocument(row.content)
  const answer = await platform.deposit({ ...names, ...file, treatment: processingRules[treatmentOf(buyer)] })
  if (answer.outcome === 'deposited') return deposited(ctx.now, answer.externalId)
  const existing = await platform.find(names)
  return existing ? deposited(ctx.now, existing) : refused(answer.code, answer.text)
}

async function readStatuses(
  ctx: OpContext,
  delivery: Leased,
  statuses: Awaited<ReturnType<EInvoicePlatform['statuses']>>,
): Promise<Partial<DeliveryRow>> {
  await withSystem(ctx, (tx) =>
    insertStatuses(
      tx,
      statuses.map((status) => ({
        ...status,
        deliveryId: delivery.id,
        organisationId: delivery.organisationId,
        receivedAt: ctx.now,
      })),
    ),
  )
  const last = statuses
    .filter(({ code }) => !isBetweenPlatforms(code))
    .sort((a, b) => a.happenedAt.getTime() - b.happenedAt.getTime() || a.code - b.code)
    .at(-1)
  const statusCode = last?.code ?? delivery.statusCode
  const refusal = statuses.find(({ code }) => isRefusal(code))
  if (refusal)
    return {
      ...refused(refusal.reasonCode ?? `${refusal.code}`, refusal.reasonText ?? ''),
      statusCode: refusal.code,
    }
  const age = ageSeconds(ctx, delivery)
  const nextAttemptAt = hasEnded(statusCode, age) ? null : addSeconds(ctx.now, nextPollSeconds(age))
  return { statusCode, attempts: 0, nextAttemptAt, failureCode: null, failureText: null }
}

const ageSeconds = (ctx: OpContext, { depositedAt, createdAt }: DeliveryRow) =>
  (ctx.now.getTime() - (depositedAt ?? createdAt).getTime()) / 1000
