import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { PlatformView } from './client'
import { readFigures } from './figures'
import { viewFigures } from './view-figures'

/** Shows the processes that run and the figures of the installation: the same that the metrics export. */
export async function showPlatform(ctx: OpContext): Promise<PlatformView> {
  authorizeStaff(ctx, 'operations:read')
  return viewFigures(await withStaff(ctx, (tx) => readFigures(tx, ctx.now)))
}
