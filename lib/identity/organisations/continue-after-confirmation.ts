import { enterAccount, type Tx } from '~/db/client'
import { enqueue } from '~/lib/jobs'
import type { Id } from '~/lib/kernel/ids'
import { listWaitingOf } from '../members/queries/members'

/** Starts the review of the account's sign-up and join requests after it confirmed its e-mail. */
export async function continueAfterConfirmation(tx: Tx, accountId: Id<'account'>): Promise<void> {
  await enterAccount(tx, accountId)
  const { organisationIds, joinRequestIds } = await listWaitingOf(tx, accountId)
  for (const organisationId of organisationIds)
    await enqueue(tx, 'review_organisation', { organisationId }, `review:${organisationId}`)
  for (const joinRequestId of joinRequestIds)
    await enqueue(tx, 'tell_join_request', { joinRequestId }, `join:${joinRequestId}`)
}
