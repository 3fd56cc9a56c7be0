import { withOrganisation } from '~/db/client'
import { listBundles } from '~/lib/catalogue'
import { bundleMonthlyCents } from '~/lib/catalogue/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { CopyChoice } from '../views'

/**
 * All bundles that can hold a volume restored from a backup, the cheapest first; the backup sets the minimum
 * size.
 */
export async function listRestoreChoices(ctx: OpContext): Promise<CopyChoice[]> {
  authorize(ctx, 'instance:read')
  const bundles = await withOrganisation(ctx, (tx) => listBundles(tx, ctx.now))
  return bundles
    .flatMap(({ id, name, kind, volumeGib, volumeClass, ...priced }) => {
      const monthlyCents = bundleMonthlyCents(priced).toString()
      return kind === 'storage' && volumeClass
        ? [{ bundleId: id, name, volumeGib, volumeClass, monthlyCents }]
        : []
    })
    .sort((a, b) => Number(BigInt(a.monthlyCents) - BigInt(b.monthlyCents)))
}
