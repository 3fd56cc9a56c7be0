/**
 * Reconciler: sends e-reporting declarations to the approved platform and reads their outcome. Leasing a declaration
 * and writing the outcome are separate transactions; nothing is sent inside one. After a worker dies, the next one
 * looks the declaration up on the platform before it sends again.
 */
import { withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { type AttemptOutcome, deposited, refused, unavailable } from '../delivery/attempt-outcomes'
import { declarationFiled, declarationRejected, nextPollSeconds } from '../delivery/life-cycle'
import type { EInvoicePlatform } from '../delivery/platform'
import { platformFor } from '../delivery/platform-for'
import {
  type DeclarationFacts,
  findDeclaration,
  leaseDueDeclarations,
  updateLeasedDeclaration,
} from './queries/declarations'

const atOnce = 5
/** Longer than an attempt can take. */
const leaseSeconds = 120
/** The State answers within hours; after this many days without an answer, polling stops. */
const awaitedDays = 30

type Outcome = AttemptOutcome & { statusCode?: number }
type PlatformFor = (ctx: OpContext, channel: 'platform') => Promise<EInvoicePlatform>

/** Sends or polls every due declaration once and sets its next attempt. */
export async function sendDeclarations(ctx: OpContext, platforms: PlatformFor = platformFor): Promise<void> {
  authorizeSystem(ctx)
  const leasedUntil = addSeconds(ctx.now, leaseSeconds)
  const due = await withSystem(ctx, (tx) => leaseDueDeclarations(tx, ctx.now, leasedUntil, atOnce))
  await Promise.all(
    due.map(async (row) => {
      const set: Outcome = await attempt(ctx, row, platforms).catch((error: unknown) => {
        log.warn({ err: error, declarationId: row.id }, 'the platform did not take a declaration')
        return unavailable(ctx.now, row, error)
      })
      await withSystem(ctx, async (tx) => {
        if (!(await updateLeasedDeclaration(tx, row.id, leasedUntil, set))) return
        const isFiled = set.statusCode === declarationFiled
        const event = set.state === 'rejected' ? 'declaration.rejected' : isFiled ? 'declaration.filed' : null
        if (!event) return
        await recordAudit(tx, ctx, event, {
          organisationId: null,
          kind: 'declaration',
          id: row.id,
          details: { number: row.number, ...(set.failureCode && { failureCode: set.failureCode }) },
        })
      })
    }),
  )
}

async function attempt(ctx: OpContext, row: DeclarationFacts, platforms: PlatformFor): Promise<Outcome> {
  const platform = await platforms(ctx, 'platform')
  if (row.state === 'waiting') return send(ctx, row, platform)
  const reference = {
    trackingId: row.id,
    documentNumber: row.number,
    externalId: row.externalId ?? '',
    isDeclaration: true,
  }
  if (row.state === 'deposited') {
    const given = await platform.acknowledgement(reference)
    if (given.state === 'rejected') return refused(given.code, given.text)
    if (given.state === 'pending') return { attempts: 0, nextAttemptAt: later(ctx, row) }
  }
  const statuses = await platform.statuses(reference)
  const rejected = statuses.find(({ code }) => code === declarationRejected)
  if (rejected)
    return {
      ...refused(rejected.reasonCode ?? `${declarationRejected}`, rejected.reasonText ?? ''),
      statusCode: declarationRejected,
    }
  const passed = { state: 'accepted', attempts: 0, failureCode: null, failureText: null } as const
  if (statuses.some(({ code }) => code === declarationFiled))
    return { ...passed, statusCode: declarationFiled, nextAttemptAt: null }
  const isForgotten = ageSeconds(ctx, row) > awaitedDays * 86_400
  return { ...passed, nextAttemptAt: isForgotten ? null : later(ctx, row) }
}

async function send(ctx: OpContext, row: DeclarationFacts, platform: EInvoicePlatform): Promise<Outcome> {
  invariant(platform.declare, 'declarations go to an approved platform')
  const names = { trackingId: row.id, documentNumber: row.number }
  const known = row.attempts > 1 ? await platform.find(names) : null
  if (known) return deposited(ctx.now, known)
  const whole = await withSystem(ctx, (tx) => findDeclaration(tx, row.id))
  invariant(whole, 'a leased declaration exists')
  const { content, sha256 } = whole
  const answer = await platform.declare({ trackingId: row.id, name: `${row.number}.xml`, content, sha256 })
  if (answer.outcome === 'deposited') return deposited(ctx.now, answer.externalId)
  const existing = await platform.find(names)
  return existing ? deposited(ctx.now, existing) : refused(answer.code, answer.text)
}

const ageSeconds = (ctx: OpContext, { depositedAt, createdAt }: DeclarationFacts) =>
  (ctx.now.getTime() - (depositedAt ?? createdAt).getTime()) / 1_000
const later = (ctx: OpContext, row: DeclarationFacts) =>
  addSeconds(ctx.now, nextPollSeconds(ageSeconds(ctx, row)))
