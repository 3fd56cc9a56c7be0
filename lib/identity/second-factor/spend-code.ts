import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { unseal } from '~/lib/kernel/secrets/secrets'
import type { Directory } from '../person'
import { recoveryCodeHash } from './recovery-codes'
import { totpPlace, totpStep } from './totp'

/**
 * Uses up a second-factor code: a TOTP step or a recovery code. Each works once, also when sent twice at the same time.
 */
export async function spendSecondFactorCode(
  tx: Tx,
  ctx: OpContext,
  directory: Directory,
  personId: string,
  code: string,
): Promise<'totp' | 'recovery' | 'refused'> {
  const person = await directory.people.find(tx, personId)
  if (!person?.totpEnabledAt || !person.totpSecretSealed) return 'refused'
  const secret = unseal(person.totpSecretSealed, totpPlace(directory.kind, personId))
  const step = totpStep(secret, code, ctx.now)
  if (step !== null) return (await directory.people.spendTotpStep(tx, personId, step)) ? 'totp' : 'refused'
  const hash = recoveryCodeHash(personId, code)
  return (await directory.recovery.spend(tx, personId, hash, ctx.now)) ? 'recovery' : 'refused'
}
