import { withOrganisation } from '~/db/client'
import { authorize, may } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { mayRetry } from './acme/may-retry'
import { findAcmeService, listCertificateOrders, listChallenged } from './acme/queries/acme'
import type { CertificateState, CertificatesPage, CertificateView } from './client'
import { stateOfCertificate } from './expiry'
import * as rows from './queries/certificates'

/** The certificates of all projects that this person sees, without their keys. */
export async function listCertificates(ctx: OpContext): Promise<CertificatesPage> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const uses = await rows.listCertificateUses(tx)
    const service = await findAcmeService(tx)
    const orders = new Map((await listCertificateOrders(tx)).map((order) => [order.certificateId, order]))
    const mayOperate = (projectId: CertificateView['projectId']) => may(ctx, 'instance:operate', projectId)
    return {
      certificates: (await rows.listCertificateRows(tx)).map(({ certificate, projectName }) => ({
        id: certificate.id,
        projectId: certificate.projectId,
        projectName,
        name: certificate.name,
        hostNames: certificate.hostNames,
        validFrom: certificate.validFrom?.toISOString() ?? null,
        validTo: certificate.validTo?.toISOString() ?? null,
        fingerprint: certificate.fingerprint,
        state: certificate.validTo
          ? stateOfCertificate(certificate.validTo, ctx.now)
          : stateBeforeFirst(orders.get(certificate.id)),
        usedBy: uses
          .filter(({ certificateIds }) => certificateIds.includes(certificate.id))
          .map(({ id, name }) => ({ id, name })),
        mayChange: mayOperate(certificate.projectId),
        order: viewOfOrder(orders.get(certificate.id)),
      })),
      projects: (await rows.listOpenProjects(tx)).filter(({ id }) => mayOperate(id)),
      orderable: service?.isOn
        ? (await listChallenged(tx))
            .filter(({ projectId }) => mayOperate(projectId))
            .map(({ id, name, address }) => ({ id, name, address }))
        : null,
    }
  })
}

type Order = Awaited<ReturnType<typeof listCertificateOrders>>[number] | undefined

const stateBeforeFirst = (order: Order): CertificateState =>
  order?.state === 'failed' ? 'failed' : 'ordered'

function viewOfOrder(order: Order): CertificateView['order'] {
  if (!order) return null
  const { state, balancerName, failureCode, failureText, nextAt } = order
  return {
    balancerName,
    isMoving: (state === 'waiting' || state === 'open') && failureCode === null,
    nextAt: nextAt.toISOString(),
    failure: failureCode ? { code: failureCode, text: failureText ?? '' } : null,
    mayRetry: mayRetry(order),
  }
}
