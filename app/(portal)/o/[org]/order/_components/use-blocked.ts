'use client'
import { useTranslations } from 'next-intl'
import type { BundleView, ZoneView } from '~/lib/catalogue/client'
import {
  freeIn,
  largestQuantity,
  type Offer,
  type OrderChoice,
  resourceNamePattern,
  zonesWithRoom,
} from '~/lib/ordering/client'
import type { Refusal } from './refusal-callout'

type Input = {
  offer: Offer
  choice: OrderChoice
  bundle: BundleView | undefined
  zone: ZoneView | undefined
  mayOrder: boolean
}

/** Why the button cannot be pressed, in words, and what the stock shown says about it. */
export function useBlocked({ offer, choice, bundle, zone, mayOrder }: Input): {
  reason: string | undefined
  refusal: Refusal | null
} {
  const t = useTranslations('ordering.blocked')
  const only = (reason: string) => ({ reason, refusal: null })
  if (!mayOrder) return only(t('role'))
  if (!bundle || !zone) return only(t('noBundle'))
  if (choice.quantity < 1 || choice.quantity > largestQuantity) return only(t('quantity'))
  if (!resourceNamePattern.test(choice.name)) return only(t('name'))
  const room = zonesWithRoom(offer, bundle.id, choice.quantity)
  const elsewhere = room.map(({ zone: { id, name }, free }) => ({ zoneId: id, name, count: free }))
  const refusal = (short: string): Refusal => ({
    outcome: 'insufficient_capacity',
    short,
    zoneName: zone.name,
    elsewhere: elsewhere.filter((each) => each.zoneId !== zone.id),
  })
  if (zone.state !== 'in_service')
    return {
      reason: t(zone.state === 'unreachable' ? 'zoneUnreachable' : 'zoneClosed', { zone: zone.name }),
      refusal: refusal('zone'),
    }
  if (freeIn(offer.stock, zone.id, bundle.id) < choice.quantity) {
    const reason = t('stock', { quantity: choice.quantity, bundle: bundle.name, zone: zone.name })
    return { reason, refusal: refusal(offer.stock[zone.id]?.[bundle.id]?.short ?? 'unknown') }
  }
  if (bundle.kind !== 'storage' && !choice.imageId) return only(t('noImage'))
  return { reason: undefined, refusal: null }
}
