import { type Tx, withStaff } from '~/db/client'
import type { AuditEventName } from '~/lib/audit'
import { recordAudit } from '~/lib/audit'
import type { NoticeKind } from '~/lib/identity'
import { addNotice } from '~/lib/identity'
import {
  insertModerationEvent,
  listOwners,
  lockOrganisation,
  type OrganisationRow,
} from '~/lib/identity/rows'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext, OrganisationState } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'

/**
 * Runs a moderator's decision on the locked organisation; a second decision finds another state.
 *
 * @throws DomainError `not_found`, `conflict` (decided meanwhile), `state_forbids` (e-mail not confirmed)
 */
export async function decide<T>(
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  from: readonly OrganisationState[],
  run: (tx: Tx, organisation: OrganisationRow) => Promise<T>,
): Promise<T> {
  return withStaff(ctx, async (tx) => {
    const organisation = await lockOrganisation(tx, organisationId)
    if (!organisation) throw new DomainError('not_found')
    if (!from.includes(organisation.state))
      throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
    const owners = await listOwners(tx, organisation.id)
    if (!owners.some((owner) => owner.emailVerifiedAt))
      throw new DomainError('state_forbids', { params: { reason: 'email_not_confirmed' } })
    return run(tx, organisation)
  })
}

type Decision = {
  kind: 'asked' | 'refused' | 'cap_lifted'
  audit: AuditEventName
  notice: NoticeKind
  template: 'organisation-asked' | 'organisation-refused' | 'cap-lifted'
  text: string
  href: string
}

/**
 * In `tx`: records the decision in the thread and the audit trail, and notifies the owners in the portal and by mail.
 */
export async function announceDecision(
  tx: Tx,
  ctx: OpContext,
  organisation: OrganisationRow,
  decision: Decision,
): Promise<void> {
  invariant(ctx.actor.kind === 'staff', 'moderators decide')
  const { id: organisationId, legalName } = organisation
  await insertModerationEvent(tx, {
    id: newId('moderationEvent', ctx.now.getTime()),
    organisationId,
    kind: decision.kind,
    staffId: ctx.actor.staffId,
    text: decision.text,
    createdAt: ctx.now,
  })
  await recordAudit(tx, ctx, decision.audit, {
    organisationId,
    kind: 'organisation',
    id: organisationId,
    details: { text: decision.text },
  })
  await addNotice(tx, ctx, { organisationId, kind: decision.notice, href: decision.href })
  for (const owner of await listOwners(tx, organisationId)) {
    await queueMail(tx, {
      to: owner.email,
      locale: owner.locale,
      template: decision.template,
      params: {
        name: owner.fullName,
        organisation: legalName,
        text: decision.text,
        url: portalLink(decision.href),
      },
    })
  }
}
