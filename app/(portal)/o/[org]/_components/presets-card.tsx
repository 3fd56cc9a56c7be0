import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { LinkButton } from '~/components/ui/links/link-button'
import { routes } from '~/lib/routes'

type Preset = { bundleId: string; bundle: string; zoneId: string; zone: string }

/** The last orders as links to a prefilled order page. */
export function PresetsCard({
  organisationId,
  presets,
}: {
  organisationId: string
  presets: readonly Preset[]
}) {
  const t = useTranslations('home.presets')
  return (
    <Card title={t('title')} note={t('note')}>
      {presets.length === 0 && <p className="text-ink-2">{t('none')}</p>}
      <ul className="grid gap-2.5">
        {presets.map(({ bundleId, bundle, zoneId, zone }) => (
          <li key={`${bundleId} ${zoneId}`}>
            <LinkButton block href={routes.org.order(organisationId, { bundle: bundleId, zone: zoneId })}>
              {t('item', { bundle, zone })}
            </LinkButton>
          </li>
        ))}
      </ul>
    </Card>
  )
}
