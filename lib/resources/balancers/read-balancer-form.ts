import { withOrganisation } from '~/db/client'
import { findAddressOffer, findBalancerOffer } from '~/lib/catalogue/rows'
import { authorize, findOpenProject } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listCertificateChoices } from '../certificates/list-choices'
import { listPoolCandidates } from './queries/balancers'
import * as rows from './queries/read-balancers'
import { canServe } from './resolve-pool'
import type { BalancerForm } from './views'

/** What a person chooses from to order or change a balancer of the project. @throws DomainError `not_found`, `state_forbids` */
export async function readBalancerForm(
  ctx: OpContext,
  { projectId }: { projectId: Id<'project'> },
): Promise<BalancerForm> {
  authorize(ctx, 'instance:read', projectId)
  return withOrganisation(ctx, async (tx, organisationId) => {
    await findOpenProject(tx, organisationId, projectId)
    const offer = await findBalancerOffer(tx, ctx.now)
    const address = await findAddressOffer(tx, ctx.now)
    const servers = (await listPoolCandidates(tx, { projectId })).filter(canServe)
    return {
      zones: await rows.listBalancerZones(tx),
      networks: await rows.listBalancerNetworks(tx, projectId),
      addresses: await rows.listFreeAddresses(tx, projectId),
      servers: servers
        .map(({ id, name, zoneId, tags, addresses: cards }) => ({ id, name, zoneId, tags, cards }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      offer: offer && {
        name: offer.name,
        microCentsPerHour: offer.microCentsPerHour.toString(),
        addressMicroCentsPerHour: address?.microCentsPerHour.toString() ?? null,
      },
      certificates: await listCertificateChoices(tx, projectId, ctx.now),
      quota: await rows.findBalancerQuota(tx, projectId),
    }
  })
}
