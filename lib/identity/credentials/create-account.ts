import type { Tx } from '~/db/client'
import { insertAccount } from '~/db/queries/identity/accounts'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/**
 * An account with this address exists, part of the transaction of sign-up; null when there was one already.
 * `passwordHash` comes from `hashPassword`, computed before the transaction, `email` from `emailField`.
 */
export async function createAccount(
  tx: Tx,
  ctx: OpContext,
  person: { email: string; fullName: string; passwordHash: string; emailVerifiedAt?: Date },
): Promise<Id<'account'> | null> {
  const id = newId('account', ctx.now.getTime())
  const isNew = await insertAccount(tx, { ...person, id, locale: ctx.locale, createdAt: ctx.now })
  if (!isNew) return null
  await recordAudit(tx, ctx, 'account.signed_up', { organisationId: null, kind: 'account', id })
  return id
}
