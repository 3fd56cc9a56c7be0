import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import { currentLegalVersions, outstandingLegalVersions } from './current-versions'
import { listAcceptances as findAcceptances, insertAcceptance } from './queries/legal'
import type { acceptLegalVersionsInput } from './schema'

/**
 * Records that the organisation accepted the versions in force, which must be those that were shown.
 *
 * @throws DomainError `forbidden`, `conflict` when a newer version was published meanwhile
 */
export async function acceptLegalVersions(
  ctx: OpContext,
  input: z.output<typeof acceptLegalVersionsInput>,
): Promise<void> {
  authorize(ctx, 'organisation:answer')
  invariant(ctx.actor.kind === 'account', 'members are accounts')
  const { accountId } = ctx.actor
  await withOrganisation(ctx, async (tx, organisationId) => {
    const current = await currentLegalVersions(tx, ctx.now)
    if (current.termsVersion !== input.termsVersion || current.dpaVersion !== input.dpaVersion)
      throw new DomainError('conflict', { params: { reason: 'legal_versions_outdated' } })
    const outstanding = await outstandingLegalVersions(tx, organisationId, ctx.now)
    for (const { kind, version } of outstanding) {
      const id = newId('acceptance', ctx.now.getTime())
      await insertAcceptance(tx, { id, organisationId, accountId, kind, version, acceptedAt: ctx.now })
    }
    if (outstanding.length === 0) return
    await recordAudit(tx, ctx, 'organisation.terms_accepted', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
      details: { accepted: outstanding },
    })
  })
}

export type LegalStatus = {
  termsVersion: string
  dpaVersion: string
  isUpToDate: boolean
  acceptances: { kind: 'terms' | 'dpa'; version: string; acceptedAt: string; fullName: string }[]
}

/** Returns what the organisation accepted, and whether those versions are in force. */
export async function getLegalStatus(ctx: OpContext): Promise<LegalStatus> {
  authorize(ctx, 'organisation:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const current = await currentLegalVersions(tx, ctx.now)
    const outstanding = await outstandingLegalVersions(tx, organisationId, ctx.now)
    const acceptances = await findAcceptances(tx, organisationId)
    return {
      ...current,
      isUpToDate: outstanding.length === 0,
      acceptances: acceptances.map((each) => ({ ...each, acceptedAt: each.acceptedAt.toISOString() })),
    }
  })
}
