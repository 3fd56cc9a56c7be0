import type { z } from 'zod'
import { updateOrganisationIn } from '~/db/queries/identity/organisations'
import type { OpContext } from '~/lib/kernel/op-context'
import { routes } from '~/lib/routes'
import { authorizeStaff } from '../authorize'
import { decide, tellDecision } from './decide'
import type { refuseOrganisationInput } from './schema'

/** The organisation may not order, and knows why. Its identifier is free again. @throws DomainError as `decide` */
export async function refuseOrganisation(
  ctx: OpContext,
  input: z.output<typeof refuseOrganisationInput>,
): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  const from = ['pending', 'needs_info'] as const
  await decide(ctx, input.organisationId, from, async (tx, organisation) => {
    await updateOrganisationIn(tx, organisation.id, from, { state: 'refused', decidedAt: ctx.now })
    await tellDecision(tx, ctx, organisation, {
      kind: 'refused',
      audit: 'organisation.refused',
      notice: 'organisation_refused',
      template: 'organisation-refused',
      text: input.reason,
      href: routes.org.moderation(organisation.id),
    })
  })
}
