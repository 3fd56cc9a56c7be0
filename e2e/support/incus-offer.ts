import type { SignedInBuyer } from './crowd'
import { sql, until } from './database'

export type Offer = { zoneId: string; bundleId: string; imageId: string }

/** The smallest server of the zone on a real Incus, once it is watched: customers order later than that. */
export function findIncusOffer(): Promise<Offer> {
  return until('the zone INC1 is sold', async () => {
    const [offer] = await sql<Offer[]>`
      select z.id as "zoneId", b.id as "bundleId", i.image_id as "imageId"
      from zones z join zone_images i on i.zone_id = z.id join zone_reach r on r.zone_id = z.id, bundles b
      where z.code = 'INC1' and b.slug = 'essai' and r.vantages_checked_at is not null`
    return offer
  })
}

/** The argument of the action that orders one server of this offer. */
export const orderOfOffer = ({ organisationId }: SignedInBuyer, offer: Offer) => ({
  idempotencyKey: crypto.randomUUID(),
  organisationId,
  lines: [{ ...offer, sshKeyIds: [], name: 'web', quantity: 1 }],
})
