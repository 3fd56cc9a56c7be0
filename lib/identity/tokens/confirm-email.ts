import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { continueAfterConfirmation } from '../organisations/continue-after-confirmation'
import { confirmAccountEmail } from '../queries/accounts'
import { callerKey, limit } from '../rate-limits'
import { consumeToken } from './queries/tokens'

/** Confirms the address of the link, and uses the link up. @throws DomainError `invalid_token` */
export async function confirmEmail(ctx: OpContext, input: { secret: string }): Promise<void> {
  await limit(ctx, 'link_attempts', callerKey(ctx))
  await withShared(ctx, async (tx) => {
    const accountId = await consumeToken(tx, 'confirm_email', hashSecret(input.secret), ctx.now)
    if (!accountId) throw new DomainError('invalid_token')
    const isNew = await confirmAccountEmail(tx, accountId, ctx.now)
    const subject = { organisationId: null, kind: 'account', id: accountId }
    if (!isNew) return
    await recordAudit(tx, ctx, 'account.email_confirmed', subject)
    await continueAfterConfirmation(tx, accountId)
  })
}
