import type { z } from 'zod'
import { authorizeStaff } from '~/lib/identity'
import { updateOrganisationIn } from '~/lib/identity/rows'
import type { OpContext } from '~/lib/kernel/op-context'
import { routes } from '~/lib/routes'
import { markCaseAsked } from '../cases/open-case'
import { announceDecision, decide } from './decide'
import type { askOrganisationInput } from './schema'

/** Asks the applicant a question, who reads and answers it in the portal. @throws DomainError as `decide` */
export async function askOrganisation(
  ctx: OpContext,
  input: z.output<typeof askOrganisationInput>,
): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  await decide(ctx, input.organisationId, ['pending'], async (tx, organisation) => {
    await updateOrganisationIn(tx, organisation.id, ['pending'], { state: 'needs_info' })
    await markCaseAsked(tx, ctx, organisation.id, 'organisation')
    await announceDecision(tx, ctx, organisation, {
      kind: 'asked',
      audit: 'organisation.information_asked',
      notice: 'information_asked',
      template: 'organisation-asked',
      text: input.question,
      href: routes.org.moderation(organisation.id),
    })
  })
}
