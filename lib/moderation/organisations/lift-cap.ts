import type { z } from 'zod'
import { authorizeStaff } from '~/lib/identity'
import { updateOrganisationIn } from '~/lib/identity/rows'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { routes } from '~/lib/routes'
import { announceDecision, decide } from './decide'
import type { liftCapInput } from './schema'

/**
 * Lifts the spending cap: only quotas limit the organisation. @throws DomainError as `decide`, `conflict` when lifted
 * already
 */
export async function liftCap(ctx: OpContext, input: z.output<typeof liftCapInput>): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  await decide(ctx, input.organisationId, ['active'], async (tx, organisation) => {
    if (organisation.spendingCapCents === null)
      throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
    await updateOrganisationIn(tx, organisation.id, ['active'], { spendingCapCents: null })
    await announceDecision(tx, ctx, organisation, {
      kind: 'cap_lifted',
      audit: 'organisation.cap_lifted',
      notice: 'cap_lifted',
      template: 'cap-lifted',
      text: input.reason,
      href: routes.org.settings(organisation.id),
    })
  })
}
