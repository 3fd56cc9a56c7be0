import { useTranslations } from 'next-intl'
import { StatePill } from '~/components/ui/display/state-pill'
import { type InventoryZone, zoneDisplayState } from '~/lib/datacentre/client'

/** The state of a zone in one word. */
export function ZonePill({ zone }: { zone: InventoryZone }) {
  const t = useTranslations('inventory.zoneState')
  const standing = zoneDisplayState(zone)
  const tone = standing === 'in_service' ? 'ok' : standing === 'unreachable' ? 'bad' : 'warn'
  return <StatePill tone={tone}>{t(standing)}</StatePill>
}
