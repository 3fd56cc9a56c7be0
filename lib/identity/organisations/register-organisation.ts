import { withAccount } from '~/db/client'
import { enqueue } from '~/lib/jobs'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeAccount } from '../authorize'
import { requestToJoin } from '../members/request-to-join'
import { findAccountContact } from '../queries/accounts'
import { findByIdentifier } from '../queries/organisations'
import { limitSignUp } from '../rate-limits'
import { createOrganisation } from './create-organisation'
import { findTakenIdentifier } from './find-taken-identifier'
import { prepareRegistration } from './prepare-registration'
import { retryOnTaken } from './retry-on-taken'
import type { RegisterOrganisationInput } from './schema'

export type RegisterOutcome =
  | { outcome: 'registered'; organisationId: Id<'organisation'> }
  | { outcome: 'already_registered'; legalName: string }
  | { outcome: 'join_requested' }

/**
 * Registers a further organisation for a person with an account, or requests membership of the one with this
 * identifier.
 *
 * @throws DomainError `unauthenticated`, `invalid_input`, `state_forbids` (e-mail not confirmed),
 *   `already_exists` (a member already), `rate_limited`
 */
export async function registerOrganisation(
  ctx: OpContext,
  input: RegisterOrganisationInput,
): Promise<RegisterOutcome> {
  const accountId = authorizeAccount(ctx)
  await limitSignUp(ctx)
  const prepared = await prepareRegistration(ctx, input)
  return retryOnTaken(() =>
    withAccount(ctx, async (tx): Promise<RegisterOutcome> => {
      const contact = await findAccountContact(tx, accountId)
      invariant(contact, 'a signed-in account exists')
      if (!contact.emailVerifiedAt)
        throw new DomainError('state_forbids', { params: { reason: 'email_not_confirmed' } })
      const existing = await findByIdentifier(tx, prepared.identifiers)
      const taken = findTakenIdentifier(input.kind, prepared.identifiers, existing)
      if (!taken) {
        const organisationId = await createOrganisation(tx, ctx, { accountId, ...contact }, prepared)
        await enqueue(tx, 'review_organisation', { organisationId }, `review:${organisationId}`)
        return { outcome: 'registered', organisationId }
      }
      if (input.joinMessage === undefined)
        return { outcome: 'already_registered', legalName: input.legalName }
      await requestToJoin(tx, ctx, { accountId, organisationId: taken.id, message: input.joinMessage })
      return { outcome: 'join_requested' }
    }),
  )
}
