import type { z } from 'zod'
import { withAccount } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeAccount } from '../authorize'
import { identifiersOf } from '../organisations/consult-directory'
import { findTakenIdentifier } from '../organisations/find-taken-identifier'
import { findByIdentifier } from '../queries/organisations'
import { callerKey, limit } from '../rate-limits'
import { requestToJoin } from './request-to-join'
import type { askToJoinInput } from './schema'

export type AskToJoinOutcome = { outcome: 'join_requested' } | { outcome: 'not_registered' }

/**
 * Requests membership of the organisation with this identifier, for the signed-in person; its owners decide.
 *
 * @throws DomainError `unauthenticated`, `invalid_input`, `already_exists` (a member already), `rate_limited`
 */
export async function askToJoin(
  ctx: OpContext,
  input: z.output<typeof askToJoinInput>,
): Promise<AskToJoinOutcome> {
  const accountId = authorizeAccount(ctx)
  await limit(ctx, 'directory_look_ups', callerKey(ctx))
  const identifiers = identifiersOf(input.kind, input.identifier)
  return withAccount(ctx, async (tx) => {
    const taken = findTakenIdentifier(input.kind, identifiers, await findByIdentifier(tx, identifiers))
    if (!taken) return { outcome: 'not_registered' }
    await requestToJoin(tx, ctx, { accountId, organisationId: taken.id, message: input.message ?? '' })
    return { outcome: 'join_requested' }
  })
}
