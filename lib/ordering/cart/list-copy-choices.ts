import { withOrganisation } from '~/db/client'
import { listBundles } from '~/lib/catalogue'
import { bundleMonthlyCents, type VolumeClass } from '~/lib/catalogue/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { getVolume } from '~/lib/resources'
import type { CopyChoice } from '../views'

/**
 * The bundles that can hold a copy of this volume: those of its class first, then the cheapest. Free capacity
 * is not checked here; the request checks it.
 *
 * @throws DomainError `not_found`
 */
export async function listCopyChoices(
  ctx: OpContext,
  input: { volumeId: Id<'volume'> },
): Promise<CopyChoice[]> {
  authorize(ctx, 'instance:read')
  const { volume } = await getVolume(ctx, input)
  const bundles = await withOrganisation(ctx, (tx) => listBundles(tx, ctx.now))
  const classRank = (volumeClass: VolumeClass) => (volumeClass === volume.volumeClass ? 0 : 1)
  return bundles
    .flatMap(({ id, name, kind, volumeGib, volumeClass, ...priced }) =>
      kind === 'storage' && volumeClass && volumeGib >= volume.sizeGib
        ? [
            {
              bundleId: id,
              name,
              volumeGib,
              volumeClass,
              monthlyCents: bundleMonthlyCents(priced).toString(),
            },
          ]
        : [],
    )
    .sort(
      (a, b) =>
        classRank(a.volumeClass) - classRank(b.volumeClass) ||
        Number(BigInt(a.monthlyCents) - BigInt(b.monthlyCents)),
    )
}
