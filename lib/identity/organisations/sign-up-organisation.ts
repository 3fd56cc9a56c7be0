import { enterAccount, type Tx, withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { hashPassword } from '../credentials/password-hash'
import { checkNewPassword } from '../credentials/password-rules'
import { requestToJoin } from '../members/request-to-join'
import { insertAccount } from '../queries/accounts'
import { findByIdentifier } from '../queries/organisations'
import { limitSignUp } from '../rate-limits'
import { sendEmailConfirmation } from '../tokens'
import { linkLifeSeconds } from '../tokens/issue-token'
import { createOrganisation } from './create-organisation'
import { findTakenIdentifier } from './find-taken-identifier'
import { type PreparedRegistration, prepareRegistration } from './prepare-registration'
import { retryOnTaken } from './retry-on-taken'
import type { SignUpInput } from './schema'

/**
 * Always the same, as if a link was sent; a mail explains the next step. The answer must not reveal customers or accounts: `accountId` is for the
 * token of the browser (`issueSignUpToken`), and names no account where the address has one already.
 */
export type SignedUp = { outcome: 'confirmation_sent'; accountId: Id<'account'>; linkExpiresAt: Date }

/**
 * Signs up a person and an organisation in one transaction: account, organisation, membership, default project,
 * acceptances, moderation thread, audit entries and confirmation mail. If the organisation is registered already, the
 * account requests membership instead, and its owners are notified after the address is confirmed. Open to anyone.
 *
 * @throws DomainError `invalid_input`, `rate_limited`
 */
export async function signUpOrganisation(ctx: OpContext, input: SignUpInput): Promise<SignedUp> {
  await limitSignUp(ctx)
  const fault = checkNewPassword(input.password, {
    kind: 'account',
    email: input.email,
    organisationNames: [input.legalName],
  })
  if (fault) throw new DomainError('invalid_input', { field: 'password', params: { reason: fault } })
  const prepared = await prepareRegistration(ctx, input)
  const passwordHash = await hashPassword(input.password)
  return retryOnTaken(() => withShared(ctx, (tx) => register(tx, ctx, input, prepared, passwordHash)))
}

async function register(
  tx: Tx,
  ctx: OpContext,
  input: SignUpInput,
  prepared: PreparedRegistration,
  passwordHash: string,
): Promise<SignedUp> {
  const taken = findTakenIdentifier(
    input.kind,
    prepared.identifiers,
    await findByIdentifier(tx, prepared.identifiers),
  )
  const accountId = newId('account', ctx.now.getTime())
  const linkExpiresAt = addSeconds(ctx.now, linkLifeSeconds.confirm_email)
  const done: SignedUp = { outcome: 'confirmation_sent', accountId, linkExpiresAt }
  const { email, fullName } = input
  const isNew = await insertAccount(tx, {
    id: accountId,
    email,
    fullName,
    passwordHash,
    locale: ctx.locale,
    createdAt: ctx.now,
  })
  if (!isNew) {
    // The answer must not reveal whether an account exists; only the mail to its owner does.
    await queueMail(tx, {
      to: email,
      template: 'already-registered',
      locale: ctx.locale,
      params: { signInUrl: portalLink(routes.signIn()) },
    })
    return done
  }
  await enterAccount(tx, accountId)
  const asAccount = actingAs(ctx, accountId)
  await recordAudit(tx, asAccount, 'account.signed_up', {
    organisationId: null,
    kind: 'account',
    id: accountId,
  })
  if (taken)
    await requestToJoin(tx, asAccount, {
      accountId,
      organisationId: taken.id,
      message: input.joinMessage ?? '',
    })
  else await createOrganisation(tx, asAccount, { accountId, fullName, email }, prepared)
  await sendEmailConfirmation(tx, asAccount, accountId)
  return done
}

/** The audit entry names the person instead of « anonymous », although no session exists yet. */
function actingAs(ctx: OpContext, accountId: Id<'account'>): OpContext {
  return { ...ctx, actor: { kind: 'account', accountId, sessionHash: '', secondFactorAt: null } }
}
