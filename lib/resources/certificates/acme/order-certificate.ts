import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, limitCertificateOrders } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readHost } from '~/lib/names'
import { requireOutsideWorld } from '~/lib/recovery'
import { withNameCheck } from '../../common/record-new-resource'
import { insertCertificate, lockCertificate } from '../queries/certificates'
import { requireRoom } from '../require-room'
import type { OrderCertificateInput } from '../schema'
import { AcmeError } from './acme-error'
import { nameResolver, type ResolveName, requireNamesLeadTo } from './check-names'
import { mayRetry } from './may-retry'
import * as rows from './queries/acme'

/**
 * Orders a certificate for these hosts from the directory of the operator, by way of a load balancer that answers its
 * challenges. Each name must already lead to that balancer. A worker obtains the certificate, and renews it.
 *
 * @throws DomainError `not_found`, `invalid_input` (a name, or where it leads), `state_forbids` (`acme_off`,
 * `acme_no_listener`), `name_taken`, `quota_exceeded`, `rate_limited`, `recovery_in_progress`
 */
export async function orderCertificate(
  ctx: OpContext,
  input: OrderCertificateInput,
  resolverOf: (resolver: string | null) => ResolveName = nameResolver,
): Promise<{ id: Id<'certificate'>; name: string }> {
  await limitCertificateOrders(ctx, authorize(ctx, 'instance:operate'))
  const hostNames = [...new Set(input.hostNames.map(requireHost))]
  const asked = await withOrganisation(ctx, (tx) => readPlace(tx, ctx, input.balancerId))
  await requireLeads(asked.address, hostNames, resolverOf(asked.resolver))
  const id = newId('certificate', ctx.now.getTime())
  const name = (hostNames[0] ?? '').slice(0, 80)
  return withOrganisation(ctx, async (tx, organisationId) => {
    await requireOutsideWorld(tx)
    const { projectId, balancerName } = await readPlace(tx, ctx, input.balancerId)
    await requireRoom(tx, projectId)
    const row = { id, organisationId, projectId, name, hostNames, createdAt: ctx.now, changedAt: ctx.now }
    await withNameCheck(name, () => insertCertificate(tx, row))
    const { balancerId } = input
    const order = {
      certificateId: id,
      organisationId,
      balancerId,
      state: 'waiting' as const,
      nextAt: ctx.now,
    }
    await rows.insertCertificateOrder(tx, order)
    const details = { name, hostNames: hostNames.join(', '), balancer: balancerName }
    await recordAudit(tx, ctx, 'certificate.ordered', { organisationId, kind: 'certificate', id, details })
    return { id, name }
  })
}

/**
 * Retries a failed order now. One that the directory has limited keeps its pause.
 *
 * @throws DomainError `not_found`, `state_forbids` (`acme_waits`: nothing failed, or it has to wait), `rate_limited`
 */
export async function retryCertificate(
  ctx: OpContext,
  { certificateId }: { certificateId: Id<'certificate'> },
): Promise<void> {
  await limitCertificateOrders(ctx, authorize(ctx, 'instance:operate'))
  await withOrganisation(ctx, async (tx, organisationId) => {
    await requireOutsideWorld(tx)
    const row = await lockCertificate(tx, certificateId)
    const order = row && (await rows.findCertificateOrder(tx, certificateId))
    if (!row || !order) throw new DomainError('not_found')
    authorize(ctx, 'instance:operate', row.projectId)
    if (!mayRetry(order)) throw new DomainError('state_forbids', { params: { reason: 'acme_waits' } })
    await rows.restartCertificateOrder(tx, certificateId, ctx.now)
    const details = { name: row.name }
    await recordAudit(tx, ctx, 'certificate.retried', {
      organisationId,
      kind: 'certificate',
      id: certificateId,
      details,
    })
  })
}

async function readPlace(tx: Tx, ctx: OpContext, balancerId: Id<'balancer'>) {
  const balancer = await rows.findChallenged(tx, balancerId)
  if (!balancer) throw new DomainError('not_found', { field: 'balancerId' })
  authorize(ctx, 'instance:operate', balancer.projectId)
  const service = await rows.findAcmeService(tx)
  if (!service?.isOn) throw new DomainError('state_forbids', { params: { reason: 'acme_off' } })
  const { address, projectId } = balancer
  const listens = balancer.settings.listeners.some(({ port, protocol }) => port === 80 && protocol === 'http')
  if (balancer.state !== 'active' || !address || !listens)
    throw new DomainError('state_forbids', { field: 'balancerId', params: { reason: 'acme_no_listener' } })
  return { projectId, address, resolver: service.resolver, balancerName: balancer.name }
}

function requireHost(text: string): string {
  const host = readHost(text)
  if (host === null) throw refused('name_host')
  return host
}

async function requireLeads(
  address: string,
  hostNames: readonly string[],
  resolve: ResolveName,
): Promise<void> {
  try {
    await requireNamesLeadTo(address, hostNames, resolve)
  } catch (error) {
    if (!(error instanceof AcmeError)) throw error
    throw refused(`acme_${error.code}`, { found: error.text, address })
  }
}

const refused = (reason: string, params: Record<string, string> = {}) =>
  new DomainError('invalid_input', { field: 'hostNames', params: { reason, ...params } })
