import type { z } from 'zod'
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { DirectoryAnswer } from '~/lib/identity'
import { authorizeStaff } from '~/lib/identity'
import { listOwners, type OrganisationRow } from '~/lib/identity/rows'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { activate } from './activate'
import { decide } from './decide'
import { insertTrustedDomain } from './queries/trusted-domains'
import type { acceptOrganisationInput } from './schema'
import { domainsOfUnit, trustableDomain } from './trusted-domain'

/**
 * Accepts the organisation, which may then order. With `trustedDomain`, the rule accepts verified public bodies of the
 * same SIREN with that e-mail domain automatically from now on.
 *
 * @throws DomainError as `decide`, `conflict` when the application no longer shows this domain
 */
export async function acceptOrganisation(
  ctx: OpContext,
  input: z.output<typeof acceptOrganisationInput>,
): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  await decide(ctx, input.organisationId, ['pending', 'needs_info'], async (tx, organisation) => {
    if (input.trustedDomain !== undefined) await trust(tx, ctx, organisation, input.trustedDomain)
    await activate(tx, ctx, organisation)
  })
}

async function trust(tx: Tx, ctx: OpContext, organisation: OrganisationRow, domain: string): Promise<void> {
  invariant(ctx.actor.kind === 'staff', 'moderators decide')
  const { id, siren } = organisation
  // Sign-up wrote it from the directory's own answer.
  const answer = organisation.directoryAnswer as DirectoryAnswer | null
  const named = answer?.outcome === 'found' ? answer.entry.emailDomains : []
  const [owner] = await listOwners(tx, id)
  const offered = trustableDomain(organisation, owner, await domainsOfUnit(tx, siren, named))
  if (!siren || offered !== domain)
    throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
  await insertTrustedDomain(tx, { siren, domain, staffId: ctx.actor.staffId, createdAt: ctx.now })
  await recordAudit(tx, ctx, 'organisation.domain_trusted', {
    organisationId: id,
    kind: 'organisation',
    id,
    details: { siren, domain },
  })
}
