import { withOrganisation } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import { findOrganisation } from '../queries/organisations'
import { toOrganisationView } from './to-view'
import type { OrganisationView } from './views'

/** Returns the organisation as its members see it. @throws DomainError `unauthenticated`, `not_found` */
export async function getOrganisation(ctx: OpContext): Promise<OrganisationView> {
  authorize(ctx, 'organisation:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const row = await findOrganisation(tx, organisationId)
    invariant(row, 'a member’s organisation exists')
    return toOrganisationView(row)
  })
}
