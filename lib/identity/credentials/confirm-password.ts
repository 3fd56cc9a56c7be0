import { withShared } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeEnrolment } from '../person'
import { limit } from '../rate-limits'
import { forgetEvents } from '../rate-limits/limiter'
import { verifyPassword } from './password-hash'

/**
 * Checks the password of the signed-in person.
 *
 * @throws DomainError `invalid_credentials` about `field`, `rate_limited`
 */
export async function confirmPassword(
  ctx: OpContext,
  password: string | undefined,
  field: string,
): Promise<void> {
  const { directory, id } = authorizeEnrolment(ctx)
  if (!password) throw new DomainError('invalid_input', { field, params: { reason: 'password_again' } })
  await limit(ctx, 'password_checks', id)
  const row = await withShared(ctx, (tx) => directory.people.find(tx, id))
  if (!(await verifyPassword(row?.passwordHash ?? null, password)))
    throw new DomainError('invalid_credentials', { field, params: { reason: 'password_wrong' } })
  await forgetEvents(ctx.surface, 'password_checks', id)
}
