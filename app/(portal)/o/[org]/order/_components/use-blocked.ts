'use client'
import { useTranslations } from 'next-intl'
import type { BundleView, ZoneView } from '~/lib/catalogue/client'
import {
  findSourcesFault,
  freeStock,
  largestQuantity,
  type Offer,
  type OrderChoice,
  type PublicFamilies,
  readSources,
  resourceNamePattern,
  resourcesPerOrder,
  sshAccessOf,
  takesAddresses,
  zonesWithRoom,
} from '~/lib/ordering/client'
import type { Refusal } from './refusal-callout'

export type Blocked = { reason: string | undefined; refusal: Refusal | null; at: number }
type Input = {
  offer: Offer
  lines: readonly OrderChoice[]
  mayOrder: boolean
  callerAddress: string | null
  familiesOf: (line: OrderChoice) => PublicFamilies
  missing: string | null
}

/** Why the order button is disabled, in words: the first blocking line, and its stock. */
export function useBlocked({ offer, lines, mayOrder, callerAddress, familiesOf, missing }: Input): Blocked {
  const t = useTranslations('ordering.blocked')
  if (!mayOrder) return { reason: t('role'), refusal: null, at: 0 }
  const asked = lines.reduce((sum, line) => sum + line.quantity * (takesAddresses(offer, line) ? 2 : 1), 0)
  if (asked > resourcesPerOrder) return { reason: t('resources'), refusal: null, at: 0 }
  const before = new Map<string, number>()
  for (const [at, line] of lines.entries()) {
    const part = `${line.zoneId} ${line.bundleId}`
    const quantity = (before.get(part) ?? 0) + line.quantity
    before.set(part, quantity)
    const found = lineBlocked(line, quantity) ?? addressesBlocked(line, at) ?? accessBlocked(line)
    if (!found) continue
    const reason = lines.length > 1 ? t('inLine', { line: at + 1, reason: found.reason }) : found.reason
    return { reason, refusal: found.refusal, at }
  }
  return { reason: missing ?? undefined, refusal: null, at: -1 }

  /** `quantity` includes earlier lines with the same bundle and zone. */
  function lineBlocked(line: OrderChoice, quantity: number) {
    const only = (reason: string) => ({ reason, refusal: null })
    const bundle = offer.bundles.find((each) => each.id === line.bundleId)
    const zone = offer.zones.find((each) => each.id === line.zoneId)
    if (!bundle || !zone) return only(t('noBundle'))
    if (line.quantity < 1 || line.quantity > largestQuantity) return only(t('quantity'))
    if (!resourceNamePattern.test(line.name)) return only(t('name'))
    if (zone.state !== 'in_service')
      return {
        reason: t(zone.state === 'unreachable' ? 'zoneUnreachable' : 'zoneClosed', { zone: zone.name }),
        refusal: refusal('zone', bundle, zone, quantity),
      }
    if (freeStock(offer.stock, zone.id, bundle.id) < quantity) {
      const reason = t('stock', { quantity, bundle: bundle.name, zone: zone.name })
      const short = offer.stock[zone.id]?.[bundle.id]?.short ?? 'unknown'
      return { reason, refusal: refusal(short, bundle, zone, quantity) }
    }
    if (bundle.kind !== 'storage' && !line.imageId) return only(t('noImage'))
    return null
  }

  /** Counts the addresses of earlier lines in the same zone. */
  function addressesBlocked(line: OrderChoice, at: number) {
    const { addresses, zones } = offer
    if (!addresses || !takesAddresses(offer, line)) return null
    const wanted = lines
      .slice(0, at + 1)
      .filter((each) => each.zoneId === line.zoneId && takesAddresses(offer, each))
      .reduce((sum, each) => sum + each.quantity, 0)
    if ((addresses.free[line.zoneId] ?? 0) >= wanted) return null
    const zoneName = zones.find((each) => each.id === line.zoneId)?.name ?? ''
    const elsewhere = zones
      .filter(({ id, state }) => id !== line.zoneId && state === 'in_service')
      .map(({ id, name }) => ({ zoneId: id, name, count: addresses.free[id] ?? 0 }))
      .filter(({ count }) => count >= wanted)
      .sort((a, b) => b.count - a.count)
    return {
      reason: t('address', { zone: zoneName }),
      refusal: {
        outcome: 'insufficient_capacity' as const,
        short: 'public_address',
        zoneId: line.zoneId,
        zoneName,
        elsewhere,
      },
    }
  }

  function accessBlocked(line: OrderChoice) {
    const families = familiesOf(line)
    if (!families.v4 && !families.v6) return null
    const only = (reason: string) => ({ reason, refusal: null })
    const access = sshAccessOf(line, callerAddress, families)
    if (access === 'everyone' && !line.isEveryoneConfirmed) return only(t('everyone'))
    if (access === 'list' && findSourcesFault(readSources(line.sshSources ?? ''), families))
      return only(t('sources'))
    return null
  }

  function refusal(short: string, bundle: BundleView, zone: ZoneView, quantity: number): Refusal {
    return {
      outcome: 'insufficient_capacity',
      short,
      zoneId: zone.id,
      zoneName: zone.name,
      elsewhere: zonesWithRoom(offer, bundle.id, quantity)
        .filter((each) => each.zone.id !== zone.id)
        .map((each) => ({ zoneId: each.zone.id, name: each.zone.name, count: each.free })),
    }
  }
}
