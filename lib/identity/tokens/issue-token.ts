import type { Tx } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret, newSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { accountCredentials } from '../queries/credentials'
import { insertToken, retireTokens, type TokenPurpose } from './queries/tokens'

export const linkLifeSeconds: Record<TokenPurpose, number> = {
  confirm_email: 24 * 3600,
  reset_password: 30 * 60,
}

/**
 * Returns the secret of a new single-use link for this purpose, and voids the account's older links. The account is
 * locked, so that of several concurrent requests one link works.
 */
export async function issueToken(
  tx: Tx,
  ctx: OpContext,
  accountId: Id<'account'>,
  purpose: TokenPurpose,
): Promise<string> {
  const secret = newSecret()
  await accountCredentials.lock(tx, accountId)
  await retireTokens(tx, accountId, purpose, ctx.now)
  await insertToken(tx, {
    id: newId('token', ctx.now.getTime()),
    accountId,
    purpose,
    secretHash: hashSecret(secret),
    createdAt: ctx.now,
    expiresAt: addSeconds(ctx.now, linkLifeSeconds[purpose]),
  })
  return secret
}
