import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeCatalogueChange } from '../authorize-change'
import { insertImage, insertZoneImage } from '../queries/catalogue'
import { type DefineImageInput, defineImageInput } from '../schema'

/** Defines an image for the given zones, with the alias on each hypervisor. */
export async function defineImage(ctx: OpContext, raw: DefineImageInput): Promise<Id<'image'>> {
  authorizeCatalogueChange(ctx)
  const { zones, ...image } = defineImageInput.parse(raw)
  const id = newId('image', ctx.now.getTime())
  await withShared(ctx, async (tx) => {
    await insertImage(tx, { id, ...image })
    for (const { zoneId, alias } of zones) {
      await insertZoneImage(tx, { zoneId: zoneId, imageId: id, alias })
    }
    await recordAudit(tx, ctx, 'image.defined', {
      organisationId: null,
      kind: 'image',
      id,
      details: { ...image, zones },
    })
  })
  return id
}
