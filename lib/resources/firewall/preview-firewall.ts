import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { applyEdit } from './apply-edit'
import { planChange } from './change-firewall'
import type { FirewallPreview } from './client'
import { judgeChange } from './judge-change'
import { networkNameOf } from './list-firewalls'
import * as rows from './queries/rule-sets'
import { reachChanges } from './reach-matrix'
import type { EditInput } from './schema'

/** Who reaches what after a change that does not today, and the other way round; changes nothing. @throws DomainError as `changeFirewall` */
export async function previewFirewall(
  ctx: OpContext,
  { edit: input }: { edit: EditInput },
): Promise<FirewallPreview> {
  authorize(ctx, 'instance:operate')
  return withOrganisation(ctx, async (tx) => {
    const { firewall, edit } = await planChange(tx, ctx, input)
    const after = applyEdit(firewall, edit)
    const networks = await rows.listNetworksOfProjects(tx, [firewall.projectId])
    const names = { networkName: (id: string) => networkNameOf(networks, id), ip: ctx.ip }
    return {
      changes: reachChanges(firewall, after, names),
      doubts: judgeChange(firewall, after, ctx.ip).doubts,
    }
  })
}
