import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { DirectoryAnswer } from '~/lib/identity'
import { authorizeSystem } from '~/lib/identity'
import {
  type Contact,
  insertModerationEvent,
  listOwners,
  lockOrganisation,
  type OrganisationRow,
  updateOrganisationIn,
} from '~/lib/identity/rows'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { openCase } from '../cases/open-case'
import { activate } from './activate'
import { listModerationEvents } from './queries/organisations'
import { listTrustedDomains } from './queries/trusted-domains'
import { isAcceptedByRule } from './rule'

export type ReviewOutcome =
  | 'nothing_to_do'
  | 'waits_for_email'
  | 'accepted_by_rule'
  | 'moderators_told'
  | 'lapsed'

/**
 * Reviews a waiting organisation: the rule accepts it, or the moderators are notified. With `lapse`, an organisation
 * without a confirmed e-mail ends and its identifier is free again. Idempotent.
 */
export async function reviewOrganisation(
  ctx: OpContext,
  input: { organisationId: Id<'organisation'>; lapse?: true },
): Promise<ReviewOutcome> {
  authorizeSystem(ctx)
  return withSystem(ctx, async (tx): Promise<ReviewOutcome> => {
    const organisation = await lockOrganisation(tx, input.organisationId)
    if (organisation?.state !== 'pending') return 'nothing_to_do'
    const owners = await listOwners(tx, organisation.id)
    const confirmed = owners.filter((owner) => owner.emailVerifiedAt !== null)
    if (confirmed.length === 0) {
      if (!input.lapse) return 'waits_for_email'
      await lapse(tx, ctx, organisation)
      return 'lapsed'
    }
    if (input.lapse) return 'nothing_to_do'
    if (await passesRule(tx, organisation, confirmed)) {
      await activate(tx, ctx, organisation)
      return 'accepted_by_rule'
    }
    await openCase(tx, ctx, {
      organisationId: organisation.id,
      projectId: null,
      kind: 'organisation',
      subjectId: organisation.id,
      summary: {},
    })
    return 'moderators_told'
  })
}

async function passesRule(
  tx: Tx,
  organisation: OrganisationRow,
  owners: readonly Contact[],
): Promise<boolean> {
  const thread = await listModerationEvents(tx, organisation.id)
  return isAcceptedByRule({
    kind: organisation.kind,
    directoryStatus: organisation.directoryStatus,
    // Sign-up wrote it from the directory's own answer.
    directoryAnswer: organisation.directoryAnswer as DirectoryAnswer | null,
    trustedDomains: organisation.siren ? await listTrustedDomains(tx, organisation.siren) : [],
    ownerEmails: owners.map((owner) => owner.email),
    wasAsked: thread.some((event) => event.kind === 'asked'),
  })
}

async function lapse(tx: Tx, ctx: OpContext, { id: organisationId }: OrganisationRow): Promise<void> {
  await updateOrganisationIn(tx, organisationId, ['pending'], { state: 'closed', decidedAt: ctx.now })
  await insertModerationEvent(tx, {
    id: newId('moderationEvent', ctx.now.getTime()),
    organisationId,
    kind: 'lapsed',
    createdAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'organisation.lapsed', {
    organisationId,
    kind: 'organisation',
    id: organisationId,
  })
}
