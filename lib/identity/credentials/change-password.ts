import { withAccount, withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizePerson, type Person, personEvent, personSubject } from '../person'
import { listMemberships } from '../queries/sessions'
import { retireTokens } from '../tokens/queries/tokens'
import { confirmPassword } from './confirm-password'
import { notifyPasswordChanged } from './mails'
import { hashPassword } from './password-hash'
import { checkNewPassword } from './password-rules'

/**
 * Sets the new password, ends every other session of the person, and voids pending reset links.
 *
 * @throws DomainError `invalid_credentials`, `invalid_input` about `newPassword`, `rate_limited`
 */
export async function changePassword(
  ctx: OpContext,
  input: { currentPassword: string; newPassword: string },
): Promise<{ endedSessions: number }> {
  const person = authorizePerson(ctx)
  const { directory, id, sessionHash } = person
  await confirmPassword(ctx, input.currentPassword, 'currentPassword')
  const row = await withShared(ctx, (tx) => directory.people.find(tx, id))
  invariant(row, 'the person was just found')
  const owner = {
    kind: directory.kind,
    email: row.email,
    organisationNames: await organisationNames(ctx, person),
  }
  const fault = checkNewPassword(input.newPassword, owner)
  if (fault) throw new DomainError('invalid_input', { field: 'newPassword', params: { reason: fault } })
  const passwordHash = await hashPassword(input.newPassword)
  return withShared(ctx, async (tx) => {
    await directory.people.setPasswordHash(tx, id, passwordHash)
    // A reset link requested earlier would let a reader of the mailbox undo the change.
    if (directory.kind === 'account') await retireTokens(tx, toId('account', id), 'reset_password', ctx.now)
    const endedSessions = await directory.sessions.endAll(tx, id, sessionHash, ctx.now, 'password_changed')
    const subject = personSubject(directory, id, { endedSessions })
    await recordAudit(tx, ctx, personEvent(directory, 'password_changed'), subject)
    await notifyPasswordChanged(tx, directory.kind, row)
    return { endedSessions }
  })
}

async function organisationNames(ctx: OpContext, person: Person): Promise<string[]> {
  if (person.directory.kind === 'staff') return []
  const memberships = await withAccount(ctx, (tx) => listMemberships(tx, toId('account', person.id)))
  return memberships.map(({ organisationName }) => organisationName)
}
