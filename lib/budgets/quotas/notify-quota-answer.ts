import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { emitEvent } from '~/lib/events'
import { addNotice } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { findNames, findRequester, type QuotaRequestRow } from './queries/quota-requests'

/**
 * In `tx`: records the answer in the journal and notifies the requester by mail, and the others in the portal.
 */
export async function notifyQuotaAnswer(
  tx: Tx,
  ctx: OpContext,
  request: QuotaRequestRow,
  limitBefore: number,
): Promise<void> {
  const { organisationId, projectId, resource, limitAsked, answer } = request
  const isAccepted = request.state !== 'refused'
  const href = routes.org.project(organisationId, projectId)
  await recordAudit(tx, ctx, isAccepted ? 'quota.accepted' : 'quota.refused', {
    organisationId,
    kind: 'project',
    id: projectId,
    details: { resource, from: limitBefore, to: limitAsked, byRule: ctx.actor.kind === 'system', answer },
  })
  const { organisation, project } = await findNames(tx, request)
  const kind = isAccepted ? 'quota_accepted' : 'quota_refused'
  await addNotice(tx, ctx, { organisationId, projectId, kind, params: { project }, href })
  await emitEvent(tx, ctx, {
    organisationId,
    event: isAccepted ? 'quota.accepted' : 'quota.refused',
    data: { projectId, resource, limit: isAccepted ? limitAsked : limitBefore, asked: limitAsked },
  })
  const requester = await findRequester(tx, request.requestedByAccountId)
  if (!requester) return
  await queueMail(tx, {
    to: requester.email,
    locale: requester.locale,
    template: isAccepted ? 'quota-accepted' : 'quota-refused',
    params: { name: requester.fullName, organisation, project, text: answer, url: portalLink(href) },
  })
}
