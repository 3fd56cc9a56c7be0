import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { authorize } from '../authorize'
import { findOrganisation, insertMember, lockOrganisation } from '../queries/organisations'
import { decideJoinRequest, findJoinRequest, isActiveMember } from './queries/members'
import { requireProofForRole } from './require-proof-for-role'
import type { acceptJoinRequestInput, refuseJoinRequestInput } from './schema'

/**
 * Makes the applicant a member with the role that the owner chose, and mails the applicant.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `conflict` (decided meanwhile), `state_forbids`
 *   (`email_not_confirmed`: the applicant's address is not verified)
 */
export async function acceptJoinRequest(
  ctx: OpContext,
  input: z.output<typeof acceptJoinRequestInput>,
): Promise<void> {
  authorize(ctx, 'member:manage')
  await requireProofForRole(ctx, input.role)
  await withOrganisation(ctx, async (tx, organisationId) => {
    await lockOrganisation(tx, organisationId)
    const request = await decided(tx, ctx, organisationId, input.joinRequestId, 'accepted')
    if (!request.emailVerifiedAt)
      throw new DomainError('state_forbids', { params: { reason: 'email_not_confirmed' } })
    if (!(await isActiveMember(tx, organisationId, request.accountId))) {
      const memberId = newId('member', ctx.now.getTime())
      await insertMember(tx, {
        id: memberId,
        organisationId,
        accountId: request.accountId,
        role: input.role,
        createdAt: ctx.now,
      })
    }
    await recordAudit(tx, ctx, 'member.join_accepted', {
      organisationId,
      kind: 'join_request',
      id: request.id,
      details: { accountId: request.accountId, role: input.role },
    })
    await notifyApplicant(tx, organisationId, request, 'join-accepted', routes.org.home(organisationId))
  })
}

/** Rejects the applicant, and mails them. @throws DomainError `forbidden`, `not_found`, `conflict` */
export async function refuseJoinRequest(
  ctx: OpContext,
  input: z.output<typeof refuseJoinRequestInput>,
): Promise<void> {
  authorize(ctx, 'member:manage')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const request = await decided(tx, ctx, organisationId, input.joinRequestId, 'refused')
    await recordAudit(tx, ctx, 'member.join_refused', {
      organisationId,
      kind: 'join_request',
      id: request.id,
      details: { accountId: request.accountId },
    })
    await notifyApplicant(tx, organisationId, request, 'join-refused', routes.account.join())
  })
}

type Request = NonNullable<Awaited<ReturnType<typeof findJoinRequest>>>

async function decided(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  joinRequestId: string,
  state: 'accepted' | 'refused',
): Promise<Request> {
  invariant(ctx.actor.kind === 'account', 'members are accounts')
  const request = await findJoinRequest(tx, joinRequestId)
  if (request?.organisationId !== organisationId) throw new DomainError('not_found')
  const isDecided = await decideJoinRequest(tx, organisationId, request.id, {
    state,
    decidedByAccountId: ctx.actor.accountId,
    decidedAt: ctx.now,
  })
  if (!isDecided) throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
  return request
}

async function notifyApplicant(
  tx: Tx,
  organisationId: Id<'organisation'>,
  request: Request,
  template: 'join-accepted' | 'join-refused',
  href: string,
): Promise<void> {
  const organisation = await findOrganisation(tx, organisationId)
  invariant(organisation, 'a member’s organisation exists')
  await queueMail(tx, {
    to: request.email,
    locale: request.locale,
    template,
    params: { name: request.fullName, organisation: organisation.legalName, url: portalLink(href) },
  })
}
