import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizePerson, personEvent, personSubject } from '../person'
import { limit } from '../rate-limits'
import { forgetEvents } from '../rate-limits/limiter'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes'
import { spendSecondFactorCode } from './spend-code'

/** Replaces the recovery codes with ten new ones, shown only once. @throws DomainError `invalid_code` */
export async function renewRecoveryCodes(
  ctx: OpContext,
  input: { code: string },
): Promise<{ recoveryCodes: string[] }> {
  const { directory, id } = authorizePerson(ctx)
  await limit(ctx, 'second_factor_failures', id)
  const recoveryCodes = newRecoveryCodes()
  await withShared(ctx, async (tx) => {
    const spent = await spendSecondFactorCode(tx, ctx, directory, id, input.code)
    if (spent === 'refused') throw new DomainError('invalid_code', { field: 'code' })
    await directory.recovery.replace(
      tx,
      id,
      recoveryCodes.map((code) => recoveryCodeHash(id, code)),
    )
    await recordAudit(tx, ctx, personEvent(directory, 'recovery_codes_renewed'), personSubject(directory, id))
  })
  await forgetEvents(ctx.surface, 'second_factor_failures', id)
  return { recoveryCodes }
}
