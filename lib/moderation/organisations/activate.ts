import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { addNotice } from '~/lib/identity'
import {
  insertModerationEvent,
  listOwners,
  type OrganisationRow,
  updateOrganisationIn,
} from '~/lib/identity/rows'
import { DomainError } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { closeCase } from '../cases/open-case'
import { insertQuotas } from './queries/organisations'

/** Initial quotas of an accepted organisation, in its default project. */
export const startingQuotas = {
  instances: 20,
  vcpu: 64,
  memory_mib: 262_144,
  disk_gib: 4_000,
  volume_gib: 10_000,
  public_addresses: 5,
  load_balancers: 10,
} as const

/**
 * In `tx`: activates the organisation within its cap and quotas, and notifies its owners.
 *
 * @throws DomainError `conflict` when it was decided meanwhile
 */
export async function activate(tx: Tx, ctx: OpContext, organisation: OrganisationRow): Promise<void> {
  const { id: organisationId, legalName } = organisation
  const staffId = ctx.actor.kind === 'staff' ? ctx.actor.staffId : null
  const isActivated = await updateOrganisationIn(tx, organisationId, ['pending', 'needs_info'], {
    state: 'active',
    decidedAt: ctx.now,
  })
  if (!isActivated) throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
  await closeCase(tx, ctx, organisationId, 'accepted')
  await insertQuotas(tx, organisationId, startingQuotas)
  await insertModerationEvent(tx, {
    id: newId('moderationEvent', ctx.now.getTime()),
    organisationId,
    kind: staffId ? 'accepted' : 'accepted_by_rule',
    ...(staffId && { staffId }),
    createdAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'organisation.accepted', {
    organisationId,
    kind: 'organisation',
    id: organisationId,
    details: { byRule: staffId === null },
  })
  await addNotice(tx, ctx, {
    organisationId,
    kind: 'organisation_accepted',
    href: routes.org.order(organisationId),
  })
  for (const owner of await listOwners(tx, organisationId)) {
    await queueMail(tx, {
      to: owner.email,
      locale: owner.locale,
      template: 'organisation-accepted',
      params: {
        name: owner.fullName,
        organisation: legalName,
        url: portalLink(routes.org.home(organisationId)),
      },
    })
  }
}
