import { enterAccount, type Tx } from '~/db/client'
import { enqueue } from '~/lib/jobs'
import type { Id } from '~/lib/kernel/ids'
import { listWaitingOf } from '../members/queries/members'

/** The account confirmed its e-mail: what it signed up or asked to join is looked at from now on. */
export async function continueAfterConfirmation(tx: Tx, accountId: Id<'account'>): Promise<void> {
  await enterAccount(tx, accountId)
  const { organisationIds, joinRequestIds } = await listWaitingOf(tx, accountId)
  for (const organisationId of organisationIds)
    await enqueue(tx, 'review_organisation', { organisationId }, `review:${organisationId}`)
  for (const joinRequestId of joinRequestIds)
    await enqueue(tx, 'tell_join_request', { joinRequestId }, `join:${joinRequestId}`)
}
