import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { endDoubtOfBilling } from '~/lib/billing'
import { authorizeSystem } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { endDoubtOfMail } from '~/lib/mail'
import { endDoubtOfWebhook } from '~/lib/webhooks'
import { type DecidedSending, endSending, lockDecided } from './queries/doubtful-sendings'

const atOnce = 50

/**
 * Carries out what two people decided about sendings in doubt, a few in each transaction: with its end each is free to be sent,
 * or recorded as sent. Repeating is harmless.
 */
export async function carryOutSendings(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  let isOver = false
  while (!isOver) isOver = await retryConflicts(() => withSystem(ctx, (tx) => carryOutSome(tx, ctx)))
}

/** Returns true when none waited any more. */
async function carryOutSome(tx: Tx, ctx: OpContext): Promise<boolean> {
  const decided = await lockDecided(tx, atOnce)
  for (const sending of decided) {
    await carryOut(tx, ctx, sending)
    await endSending(tx, sending.id, ctx.now)
    await recordAudit(
      tx,
      ctx,
      sending.outcome === 'send' ? 'recovery.sending_released' : 'recovery.sending_marked',
      {
        organisationId: null,
        kind: 'recovery',
        id: sending.id,
        details: { subjectId: sending.subject, kind: sending.kind },
      },
    )
  }
  return decided.length < atOnce
}

async function carryOut(tx: Tx, ctx: OpContext, sending: DecidedSending): Promise<void> {
  const { kind, subject, outcome } = sending
  if (kind === 'mail') return endDoubtOfMail(tx, ctx, subject as Id<'mail'>, outcome)
  if (kind === 'webhook') return endDoubtOfWebhook(tx, ctx, subject as Id<'webhookDelivery'>, outcome)
  await endDoubtOfBilling(tx, ctx, sending, outcome)
}
