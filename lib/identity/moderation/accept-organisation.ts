import type { z } from 'zod'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeStaff } from '../authorize'
import { activate } from './activate'
import { decide } from './decide'
import type { acceptOrganisationInput } from './schema'

/** The organisation may order. @throws DomainError as `decide` */
export async function acceptOrganisation(
  ctx: OpContext,
  input: z.output<typeof acceptOrganisationInput>,
): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  await decide(ctx, input.organisationId, ['pending', 'needs_info'], (tx, organisation) =>
    activate(tx, ctx, organisation),
  )
}
