import type { z } from 'zod'
import { type Tx, withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeCatalogueChange } from '../authorize-change'
import { learnImages } from '../images/learn-images'
import * as catalogue from '../queries/catalogue'
import { type OfferImagesInput, offerImagesInput } from '../schema'

type Offered = z.output<typeof offerImagesInput>['images'][number]

/**
 * Sets the images that can be started in the zone. Adds those that the catalogue lacks; existing catalogue entries only
 * take over what changed in the image itself. Idempotent.
 */
export async function offerImages(ctx: OpContext, raw: OfferImagesInput): Promise<void> {
  authorizeCatalogueChange(ctx)
  const input = offerImagesInput.parse(raw)
  const zoneId = input.zoneId
  await withShared(ctx, async (tx) => {
    const kept: Id<'image'>[] = []
    let changes = 0
    for (const image of input.images) {
      const imageId = (await catalogue.findImageIdBySlug(tx, image.slug)) ?? (await addImage(tx, ctx, image))
      if (await catalogue.upsertZoneImage(tx, { zoneId, imageId, alias: image.alias })) changes += 1
      kept.push(imageId)
    }
    changes += await catalogue.deleteOtherZoneImages(tx, zoneId, kept)
    const reported = input.images.map(({ alias, otherwise }) => ({ alias, ...otherwise }))
    await learnImages(tx, ctx, zoneId, reported)
    if (changes === 0) return
    await recordAudit(tx, ctx, 'zone.images_offered', {
      organisationId: null,
      kind: 'zone',
      id: zoneId,
      details: { aliases: input.images.map((image) => image.alias) },
    })
  })
}

async function addImage(tx: Tx, ctx: OpContext, { slug, otherwise }: Offered): Promise<Id<'image'>> {
  const id = newId('image', ctx.now.getTime())
  const position = (await catalogue.findLastImagePosition(tx)) + 1
  await catalogue.insertImage(tx, { id, slug, position, ...otherwise })
  await recordAudit(tx, ctx, 'image.defined', {
    organisationId: null,
    kind: 'image',
    id,
    details: { slug, ...otherwise },
  })
  return id
}
