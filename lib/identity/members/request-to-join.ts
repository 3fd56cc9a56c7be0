import { enterOrganisation, type Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { enqueue } from '~/lib/jobs'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { insertJoinRequest, isActiveMember } from './queries/members'

type Request = { accountId: Id<'account'>; organisationId: Id<'organisation'>; message: string }

/**
 * In `tx`, which acts for the account: inserts a request for the owners. Repeating a pending request changes nothing.
 *
 * @throws DomainError `already_exists` when the person is a member
 */
export async function requestToJoin(tx: Tx, ctx: OpContext, request: Request): Promise<void> {
  const { accountId, organisationId, message } = request
  if (await isActiveMember(tx, organisationId, accountId)) throw new DomainError('already_exists')
  const joinRequestId = newId('joinRequest', ctx.now.getTime())
  const isNew = await insertJoinRequest(tx, {
    id: joinRequestId,
    organisationId,
    accountId,
    message: message.trim(),
    createdAt: ctx.now,
  })
  if (!isNew) return
  await enqueue(tx, 'tell_join_request', { joinRequestId }, `join:${joinRequestId}`)
  // The request belongs in the organisation's audit trail, where outsiders may not write: only this entry is written
  // inside it.
  await enterOrganisation(tx, organisationId)
  await recordAudit(tx, ctx, 'member.join_requested', {
    organisationId,
    kind: 'join_request',
    id: joinRequestId,
  })
}
