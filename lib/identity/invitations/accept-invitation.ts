import type { z } from 'zod'
import { enterAccount, enterOrganisation, type Tx, withAccount, withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { authorizeAccount } from '../authorize'
import { hashPassword } from '../credentials/password-hash'
import { checkNewPassword } from '../credentials/password-rules'
import { isActiveMember } from '../members/queries/members'
import { confirmAccountEmail, findAccountContact, insertAccount } from '../queries/accounts'
import { insertMember, lockOrganisation } from '../queries/organisations'
import { limitLinkAttempts, limitSignUp } from '../rate-limits'
import { replaceProjectRoles } from '../rights/queries/rights'
import { invitingRoles } from './inviting-roles'
import * as queries from './queries/invitations'
import type { acceptInvitationInput, signUpInvitedInput } from './schema'
import type { SharedInvitation } from './views'

/**
 * Returns what a link invites to, and whether it is still valid. Public by intent. @throws DomainError `not_found`,
 * `rate_limited`
 */
export async function showInvitation(
  ctx: OpContext,
  { secret }: { secret: string },
): Promise<SharedInvitation> {
  await limitLinkAttempts(ctx)
  const found = await withShared(ctx, (tx) =>
    queries.findInvitationByLink(tx, hashSecret(secret), invitingRoles),
  )
  if (!found) throw new DomainError('not_found')
  const { organisationId, organisation, email, role, projectNames, invitedBy, expiresAt } = found
  return {
    organisationId,
    organisation,
    email,
    role,
    projectNames,
    invitedBy,
    expiresAt: expiresAt.toISOString(),
    state: stateOf(found, ctx.now),
  }
}

function stateOf(found: queries.FoundInvitation, now: Date): SharedInvitation['state'] {
  if (found.acceptedAt) return 'accepted'
  if (found.withdrawnAt || !found.mayInvite) return 'withdrawn'
  return found.expiresAt <= now ? 'expired' : 'open'
}

/**
 * Makes the signed-in person a member as invited, if the invitation was sent to their address. The link proves the
 * address, and is used up.
 *
 * @throws DomainError `unauthenticated`, `invalid_token`, `forbidden` (`other_address`), `rate_limited`
 */
export async function acceptInvitation(
  ctx: OpContext,
  input: z.output<typeof acceptInvitationInput>,
): Promise<{ organisationId: Id<'organisation'> }> {
  const accountId = authorizeAccount(ctx)
  await limitLinkAttempts(ctx)
  return withAccount(ctx, async (tx) => {
    const found = await findOpen(tx, ctx, input.secret)
    const person = await findAccountContact(tx, accountId)
    if (person?.email !== found.email)
      throw new DomainError('forbidden', { params: { reason: 'other_address', email: found.email } })
    return join(tx, ctx, accountId, found)
  })
}

/**
 * Creates an account for the invited address and makes it a member as invited. The person signs in afterwards.
 *
 * @throws DomainError `invalid_token`, `invalid_input` (the password), `already_exists` (`has_account`), `rate_limited`
 */
export async function signUpInvited(
  ctx: OpContext,
  input: z.output<typeof signUpInvitedInput>,
): Promise<{ organisationId: Id<'organisation'> }> {
  await limitSignUp(ctx)
  const invited = await withShared(ctx, (tx) => findOpen(tx, ctx, input.secret))
  const fault = checkNewPassword(input.password, {
    kind: 'account',
    email: invited.email,
    organisationNames: [invited.organisation],
  })
  if (fault) throw new DomainError('invalid_input', { field: 'password', params: { reason: fault } })
  const passwordHash = await hashPassword(input.password)
  const accountId = newId('account', ctx.now.getTime())
  return withShared(ctx, async (tx) => {
    const found = await findOpen(tx, ctx, input.secret)
    const isNew = await insertAccount(tx, {
      id: accountId,
      email: found.email,
      fullName: input.fullName,
      passwordHash,
      locale: ctx.locale,
      createdAt: ctx.now,
    })
    // The owner of the link reads the mail of this address, so the account's existence may be revealed.
    if (!isNew) throw new DomainError('already_exists', { params: { reason: 'has_account' } })
    await enterAccount(tx, accountId)
    const asAccount: OpContext = {
      ...ctx,
      actor: { kind: 'account', accountId, sessionHash: '', secondFactorAt: null },
    }
    await recordAudit(tx, asAccount, 'account.signed_up', {
      organisationId: null,
      kind: 'account',
      id: accountId,
    })
    return join(tx, asAccount, accountId, found)
  })
}

async function findOpen(tx: Tx, ctx: OpContext, secret: string): Promise<queries.FoundInvitation> {
  const found = await queries.findInvitationByLink(tx, hashSecret(secret), invitingRoles)
  if (!found || stateOf(found, ctx.now) !== 'open') throw new DomainError('invalid_token')
  return found
}

async function join(
  tx: Tx,
  ctx: OpContext,
  accountId: Id<'account'>,
  { id, organisationId }: queries.FoundInvitation,
): Promise<{ organisationId: Id<'organisation'> }> {
  await confirmAccountEmail(tx, accountId, ctx.now)
  await enterOrganisation(tx, organisationId)
  await lockOrganisation(tx, organisationId)
  const row = await queries.lockInvitation(tx, id)
  // Under the organisation's lock, so the sender cannot be removed at the same time.
  if (!row || !(await queries.isSenderAllowed(tx, id, invitingRoles))) throw new DomainError('invalid_token')
  await queries.updateInvitation(tx, id, { acceptedAt: ctx.now, acceptedByAccountId: accountId })
  if (!(await isActiveMember(tx, organisationId, accountId))) {
    const memberId = newId('member', ctx.now.getTime())
    await insertMember(tx, { id: memberId, organisationId, accountId, role: row.role, createdAt: ctx.now })
    await replaceProjectRoles(tx, { organisationId, memberId }, row.projectRoles, ctx.now)
  }
  await recordAudit(tx, ctx, 'invitation.accepted', {
    organisationId,
    kind: 'invitation',
    id,
    details: { accountId, role: row.role, projectRoles: row.projectRoles },
  })
  return { organisationId }
}
