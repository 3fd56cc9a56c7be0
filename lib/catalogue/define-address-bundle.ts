import { withShared } from '~/db/client'
import { insertBundle } from '~/db/queries/catalogue'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeCatalogueChange } from './authorize-change'
import { type DefineAddressBundleInput, defineAddressBundleInput } from './schema'

/** What public addresses are sold as; they are once its meter has a price in force. */
export async function defineAddressBundle(
  ctx: OpContext,
  raw: DefineAddressBundleInput,
): Promise<Id<'bundle'>> {
  authorizeCatalogueChange(ctx)
  const input = defineAddressBundleInput.parse(raw)
  const id = newId('bundle', ctx.now.getTime())
  const nothing = { vcpu: 0, memoryMib: 0, rootDiskGib: 0, volumeGib: 0 }
  const kind = 'address' as const
  await withShared(ctx, async (tx) => {
    await insertBundle(tx, { id, kind, family: kind, ...nothing, ...input })
    await recordAudit(tx, ctx, 'bundle.defined', {
      organisationId: null,
      kind: 'bundle',
      id,
      details: { kind, ...input },
    })
  })
  return id
}
