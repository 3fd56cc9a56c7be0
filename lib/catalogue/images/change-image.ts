import { withStaff } from '~/db/client'
import { changedFacts, recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findImageForUpdate, updateImage } from '../queries/price-book'
import { type ChangeImageInput, changeImageInput, type SellImageInput, sellImageInput } from '../schema'

/** Changes the image's name, date, position, and whether it carries cloud-init and an SSH server. @throws DomainError `not_found` */
export async function changeImage(ctx: OpContext, raw: ChangeImageInput): Promise<void> {
  authorizeStaff(ctx, 'catalogue:change')
  const { imageId, hasSsh, ...to } = changeImageInput.parse(raw)
  await change(ctx, imageId, 'image.changed', { ...to, hasSsh: sshFacts[hasSsh] })
}

const sshFacts = { unknown: null, yes: true, no: false } as const

/** Offers the image for new servers or withdraws it; existing servers continue. @throws DomainError `not_found` */
export async function sellImage(ctx: OpContext, raw: SellImageInput): Promise<void> {
  authorizeStaff(ctx, 'catalogue:change')
  const { imageId, isOnSale } = sellImageInput.parse(raw)
  const event = isOnSale ? 'image.offered' : 'image.withdrawn'
  await change(ctx, imageId, event, { isActive: isOnSale })
}

type Changeable = Parameters<typeof updateImage>[2]

async function change(
  ctx: OpContext,
  id: Id<'image'>,
  event: 'image.changed' | 'image.offered' | 'image.withdrawn',
  to: Changeable,
): Promise<void> {
  await withStaff(ctx, async (tx) => {
    const image = await findImageForUpdate(tx, id)
    if (!image) throw new DomainError('not_found')
    const changed = changedFacts(image, to)
    if (!changed) return
    await updateImage(tx, id, to)
    const details = event === 'image.changed' ? changed : {}
    await recordAudit(tx, ctx, event, {
      organisationId: null,
      kind: 'image',
      id,
      details: { name: image.name, ...details },
    })
  })
}
