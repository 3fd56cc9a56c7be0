import type { Tx } from '~/db/client'
import type { DisabledBecause } from '~/db/schema/webhooks'
import { recordAudit } from '~/lib/audit'
import { listContactsWithPermission } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { type EndpointRow, hasAcceptedSince, lockEndpoint, updateEndpoint } from './queries/webhooks'

/**
 * In `tx`, after a delivery was given up: disables an endpoint that reports that it is gone, or that has accepted
 * nothing since that delivery was created, until it is enabled again. Notifies the members who manage webhooks; pending
 * deliveries are kept.
 */
export async function disableEndpoint(
  tx: Tx,
  ctx: OpContext,
  { id, organisationId }: Pick<EndpointRow, 'id' | 'organisationId'>,
  because: DisabledBecause,
  madeAt: Date,
): Promise<void> {
  const endpoint = await lockEndpoint(tx, organisationId, id)
  if (!endpoint || endpoint.disabledAt) return
  if (because === 'failing' && (await hasAcceptedSince(tx, id, madeAt))) return
  await updateEndpoint(tx, id, { disabledAt: ctx.now, disabledBecause: because })
  const details = { url: endpoint.url, because }
  await recordAudit(tx, ctx, 'webhook.disabled', { organisationId, kind: 'webhook', id, details })
  const url = portalLink(routes.org.webhooks(organisationId))
  for (const { email, locale, fullName } of await listContactsWithPermission(
    tx,
    organisationId,
    'webhook:manage',
  ))
    await queueMail(tx, {
      to: email,
      locale,
      template: 'webhook-disabled',
      params: { name: fullName, endpoint: endpoint.url, because, url },
    })
}
