import { useLocale, useTranslations } from 'next-intl'
import { MaintenanceStatePill } from '~/components/incidents/incident-pills'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import { FileLink } from '~/components/ui/links/file-link'
import { type PublicMaintenance, type StatusView, textInLocale } from '~/lib/incidents/client'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

type Props = { windows: readonly PublicMaintenance[]; services: StatusView['services'] }

/** Coming maintenance, with a calendar for each zone. */
export function MaintenanceCard({ windows, services }: Props) {
  const t = useTranslations('status.maintenance')
  const locale = useLocale() as Locale
  const zones = services.filter(({ kind }) => kind === 'zone')
  return (
    <Card title={t('title')} id="maintenance" padded={false}>
      {windows.length === 0 && <p className="p-4.5 text-ink-2">{t('none')}</p>}
      <ul className="divide-y divide-line">
        {windows.map((window) => (
          <li key={window.id} className="grid gap-1 px-4.5 py-3.5">
            <p className="flex flex-wrap items-center gap-2">
              <strong>{textInLocale(window, 'title', locale)}</strong>
              <MaintenanceStatePill state={window.state} />
              <span className="text-ink-2">{window.zone}</span>
            </p>
            <p className="text-sm text-ink-2">
              {t.rich('between', {
                start: () => <Timestamp at={new Date(window.startsAt)} />,
                end: () => <Timestamp at={new Date(window.endsAt)} />,
              })}
            </p>
            <p className="whitespace-pre-line wrap-anywhere">{textInLocale(window, 'description', locale)}</p>
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4.5 py-3 text-sm">
        <span className="text-ink-2">{t('calendars')}</span>
        {zones.map(({ id, name }) => (
          <FileLink key={id} href={routes.zoneCalendar(name)}>
            {name}
          </FileLink>
        ))}
      </p>
    </Card>
  )
}
