/**
 * Reconciler: brings e-invoices to their platforms and reads what becomes of them. A delivery is leased first and what
 * came of it written after, each in a transaction of its own; nothing is sent inside one. A worker that dies leaves a
 * lease that ends; whoever takes the delivery then asks the platform for it before depositing again.
 */
import { withSystem } from '~/db/client'
import {
  type DeliveryRow,
  insertStatuses,
  leaseDueDeliveries,
  updateLeasedDelivery,
} from '~/db/queries/billing/deliveries'
import { findDocument } from '~/db/queries/billing/documents'
import { authorizeSystem } from '~/lib/identity'
import { addSeconds } from '~/lib/kernel/clock'
import { invariant } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { makeDocumentFile } from '../einvoice/document-files'
import { decodeDocument } from '../invoices/document-codec'
import { treatments } from './choose-channels'
import { attemptsMax, hasEnded, isRefusal, nextLookSeconds, retrySeconds } from './life-cycle'
import type { EInvoicePlatform } from './platform'
import { platformFor } from './platform-for'

const atOnce = 10
/** Longer than an attempt may last. */
const leaseSeconds = 120

type Leased = DeliveryRow & { documentNumber: string }
type PlatformFor = (ctx: OpContext, channel: 'chorus_pro' | 'platform') => Promise<EInvoicePlatform>

/** What was due has been tried or asked about once, and says when it is next. */
export async function deliverDocuments(ctx: OpContext, platforms: PlatformFor = platformFor): Promise<void> {
  authorizeSystem(ctx)
  const leasedUntil = addSeconds(ctx.now, leaseSeconds)
  const due = await withSystem(ctx, (tx) => leaseDueDeliveries(tx, ctx.now, leasedUntil, atOnce))
  await Promise.all(
    due.map(async (delivery) => {
      const set = await attempt(ctx, delivery, platforms).catch((error: unknown) =>
        failed(ctx, delivery, error),
      )
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
  const of = {
    trackingId: delivery.id,
    documentNumber: delivery.documentNumber,
    externalId: delivery.externalId ?? '',
  }
  if (delivery.state === 'accepted') return readStatuses(ctx, delivery, await platform.statuses(of))
  const given = await platform.acknowledgement(of)
  if (given.state === 'rejected') return refused(given.code, given.text)
  const next = { attempts: 0, nextAttemptAt: addSeconds(ctx.now, nextLookSeconds(ageSeconds(ctx, delivery))) }
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
  if (known) return deposited(ctx, known)
  const file = await makeDocumentFile(ctx, { documentId: delivery.documentId, kind: 'pdf' })
  const row = await withSystem(ctx, (tx) => findDocument(tx, delivery.documentId))
  invariant(row, 'what is delivered was issued')
  const { buyer } = decodeDocument(row.content)
  const answer = await platform.deposit({ ...names, ...file, treatment: treatments[buyer.kind] })
  if (answer.outcome === 'deposited') return deposited(ctx, answer.externalId)
  const existing = await platform.find(names)
  return existing ? deposited(ctx, existing) : refused(answer.code, answer.text)
}

const deposited = (ctx: OpContext, externalId: string): Partial<DeliveryRow> => ({
  state: 'deposited',
  externalId,
  depositedAt: ctx.now,
  attempts: 0,
  failureCode: null,
  failureText: null,
  nextAttemptAt: ctx.now,
})

const refused = (code: string, text: string): Partial<DeliveryRow> => ({
  state: 'rejected',
  failureCode: code.slice(0, 100),
  failureText: text.slice(0, 2_000),
  nextAttemptAt: null,
})

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
  const last = [...statuses]
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
  const nextAttemptAt = hasEnded(statusCode, age) ? null : addSeconds(ctx.now, nextLookSeconds(age))
  return { statusCode, attempts: 0, nextAttemptAt, failureCode: null, failureText: null }
}

/** The platform did not answer: later again, and after a day of that a person looks at what was never deposited. */
function failed(ctx: OpContext, delivery: Leased, error: unknown): Partial<DeliveryRow> {
  log.warn({ err: error, deliveryId: delivery.id }, 'the platform of e-invoices did not answer')
  const failureText = error instanceof Error ? error.message.slice(0, 500) : 'unknown'
  const isOver = delivery.state === 'waiting' && delivery.attempts >= attemptsMax
  return {
    failureCode: 'unavailable',
    failureText,
    ...(isOver
      ? { state: 'failed' as const, nextAttemptAt: null }
      : { nextAttemptAt: addSeconds(ctx.now, retrySeconds(delivery.attempts)) }),
  }
}

const ageSeconds = (ctx: OpContext, { depositedAt, createdAt }: DeliveryRow) =>
  (ctx.now.getTime() - (depositedAt ?? createdAt).getTime()) / 1000
