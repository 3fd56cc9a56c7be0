import { useTranslations } from 'next-intl'
import { TabLinks } from '~/components/ui/links/tab-links'
import { routes } from '~/lib/routes'

/** The tabs of the catalogue pages. */
export function CatalogueTabs() {
  const t = useTranslations('pricing.tabs')
  const { operator } = routes
  return (
    <TabLinks
      label={t('label')}
      items={[
        { href: operator.catalogue(), label: t('bundles') },
        { href: operator.commitmentRates(), label: t('commitments') },
        { href: operator.negotiated(), label: t('negotiated') },
        { href: operator.promotions(), label: t('promotions') },
        { href: operator.traffic(), label: t('traffic') },
      ]}
    />
  )
}
