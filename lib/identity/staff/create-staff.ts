import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext, StaffRole } from '~/lib/kernel/op-context'
import { newSecret } from '~/lib/kernel/secrets/secrets'
import { authorizeSystem } from '../authorize'
import { hashPassword } from '../credentials/password-hash'
import { insertStaff } from './queries/staff'

/**
 * Creates an account of the operator's site with a password that is returned once; the person must enrol a second
 * factor first. Run by the command line, as the operator's role.
 *
 * @throws DomainError `already_exists` about `email`
 */
export async function createStaff(
  ctx: OpContext,
  input: { email: string; fullName: string; roles: StaffRole[]; password?: string | undefined },
): Promise<{ staffId: Id<'staff'>; password: string }> {
  authorizeSystem(ctx)
  invariant(ctx.surface === 'operator', 'staff accounts belong to the operator surface')
  const password = input.password ?? newSecret()
  const passwordHash = await hashPassword(password)
  const staffId = newId('staff', ctx.now.getTime())
  await withShared(ctx, async (tx) => {
    const isNew = await insertStaff(tx, {
      id: staffId,
      email: input.email,
      fullName: input.fullName,
      passwordHash,
      roles: input.roles,
      locale: ctx.locale,
      createdAt: ctx.now,
    })
    if (!isNew) throw new DomainError('already_exists', { field: 'email' })
    const subject = { organisationId: null, kind: 'staff', id: staffId, details: { roles: input.roles } }
    await recordAudit(tx, ctx, 'staff.created', subject)
  })
  return { staffId, password }
}
