import { withOrganisation } from '~/db/client'
import { listBundles } from '~/lib/catalogue'
import { bundleMonthlyCents } from '~/lib/catalogue/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { getInstance } from '~/lib/resources'
import type { ServerChoice } from '../views'

/**
 * The bundles for another server created from a snapshot of this one: its own first, then the cheapest. Free
 * capacity is not checked here; the request checks it.
 *
 * @throws DomainError `not_found`
 */
export async function listServerChoices(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<ServerChoice[]> {
  authorize(ctx, 'instance:read')
  const { instance } = await getInstance(ctx, input)
  const bundles = await withOrganisation(ctx, (tx) => listBundles(tx, ctx.now))
  return bundles
    .filter((bundle) => bundle.kind === 'compute')
    .map(({ id, name, vcpu, memoryMib, rootDiskGib, ...priced }) => ({
      bundleId: id,
      name,
      vcpu,
      memoryMib,
      rootDiskGib,
      monthlyCents: bundleMonthlyCents(priced).toString(),
    }))
    .sort(
      (a, b) =>
        Number(b.bundleId === instance.bundle.id) - Number(a.bundleId === instance.bundle.id) ||
        Number(BigInt(a.monthlyCents) - BigInt(b.monthlyCents)),
    )
}
