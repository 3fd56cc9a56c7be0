import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/callout'
import { TextLink } from '~/components/ui/text-link'
import type { Headroom } from '~/lib/inventory/client'
import { routes } from '~/lib/routes'

const shownMax = 5

/** Lose any one rack: does everything still fit? */
export function HeadroomCallout({ headroom }: { headroom: Headroom }) {
  const t = useTranslations('inventory.headroom')
  const { racks, fatal } = headroom
  if (racks === 0) return <Callout tone="info" title={t('nothing')} />
  if (fatal.length === 0) {
    return (
      <Callout tone="ok" title={t('holds')}>
        {t('holdsText', { racks })}
      </Callout>
    )
  }
  return (
    <Callout tone="warn" title={t('short', { count: fatal.length, racks })}>
      <ul className="grid gap-1">
        {fatal.slice(0, shownMax).map((each) => (
          <li key={each.rackId}>
            <TextLink href={routes.operator.rack(each.rackId)}>{t('rack', { name: each.rack })}</TextLink>
            {t('stranded', { stranded: each.stranded, total: each.total })}
          </li>
        ))}
      </ul>
      {fatal.length > shownMax && <p>{t('more', { count: fatal.length - shownMax })}</p>}
    </Callout>
  )
}
