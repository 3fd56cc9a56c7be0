import { useTranslations } from 'next-intl'
import { StatePill } from '~/components/ui/display/state-pill'
import type { ZoneView } from '~/lib/catalogue/client'
import type { StatusView } from '~/lib/incidents/client'

type Service = StatusView['services'][number]

/** What the status page shows of this zone; undefined before it was measured. Pure. */
export const serviceOf = (zone: Pick<ZoneView, 'id'>, status: StatusView | null): Service | undefined =>
  status?.services.find(({ kind, id }) => kind === 'zone' && id === zone.id)

/** The state of a zone, in which an outage or a published incident comes before its opening. */
export function ZoneStanding({ zone, service }: { zone: ZoneView; service: Service | undefined }) {
  const t = useTranslations('catalogue')
  if (service?.isDown) return <StatePill tone="bad">{t('zoneNow.down')}</StatePill>
  if (service?.isDisturbed) return <StatePill tone="warn">{t('zoneNow.disturbed')}</StatePill>
  return (
    <StatePill tone={zone.state === 'in_service' ? 'ok' : 'warn'}>{t(`zoneState.${zone.state}`)}</StatePill>
  )
}
