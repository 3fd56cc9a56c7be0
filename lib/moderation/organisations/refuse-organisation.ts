import type { z } from 'zod'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, domainOf } from '~/lib/identity'
import { listOwners, updateOrganisationIn } from '~/lib/identity/rows'
import type { OpContext } from '~/lib/kernel/op-context'
import { routes } from '~/lib/routes'
import { closeCase } from '../cases/open-case'
import { announceDecision, decide } from './decide'
import { deleteTrustedDomain } from './queries/trusted-domains'
import type { refuseOrganisationInput } from './schema'

/**
 * Refuses the organisation with a reason. Its identifier is free again, and the approval of its applicant's e-mail
 * domain is withdrawn.
 *
 * @throws DomainError as `decide`
 */
export async function refuseOrganisation(
  ctx: OpContext,
  input: z.output<typeof refuseOrganisationInput>,
): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  const from = ['pending', 'needs_info'] as const
  await decide(ctx, input.organisationId, from, async (tx, organisation) => {
    await updateOrganisationIn(tx, organisation.id, from, { state: 'refused', decidedAt: ctx.now })
    await closeCase(tx, ctx, organisation.id, 'refused')
    const [owner] = await listOwners(tx, organisation.id)
    const { id, siren } = organisation
    const domain = domainOf(owner?.email ?? '')
    if (siren && (await deleteTrustedDomain(tx, siren, domain)))
      await recordAudit(tx, ctx, 'organisation.domain_distrusted', {
        organisationId: id,
        kind: 'organisation',
        id,
        details: { siren, domain },
      })
    await announceDecision(tx, ctx, organisation, {
      kind: 'refused',
      audit: 'organisation.refused',
      notice: 'organisation_refused',
      template: 'organisation-refused',
      text: input.reason,
      href: routes.org.moderation(organisation.id),
    })
  })
}
