import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { authorizeSystem } from '../authorize'
import { addNotice } from '../notices/add-notice'
import { findOrganisation, listOwners } from '../queries/organisations'
import { findJoinRequest } from './queries/members'

/**
 * Mails the owners that a person with a confirmed address wants to join. Returns whether there was a request to report.
 */
export async function notifyJoinRequest(
  ctx: OpContext,
  input: { joinRequestId: Id<'joinRequest'> },
): Promise<boolean> {
  authorizeSystem(ctx)
  return withSystem(ctx, async (tx) => {
    const request = await findJoinRequest(tx, input.joinRequestId)
    if (request?.state !== 'pending' || !request.emailVerifiedAt) return false
    const organisation = await findOrganisation(tx, request.organisationId)
    invariant(organisation, 'a request names an organisation')
    const href = routes.org.members(organisation.id)
    await addNotice(tx, ctx, {
      organisationId: organisation.id,
      kind: 'join_requested',
      params: { name: request.fullName },
      href,
    })
    for (const owner of await listOwners(tx, organisation.id)) {
      await queueMail(tx, {
        to: owner.email,
        locale: owner.locale,
        template: 'join-requested',
        params: {
          name: owner.fullName,
          organisation: organisation.legalName,
          asker: request.fullName,
          url: portalLink(href),
        },
      })
    }
    return true
  })
}
