import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageHeader } from '~/components/ui/display/page-header'
import { TabLinks } from '~/components/ui/links/tab-links'
import { routes } from '~/lib/routes'

/** The tabs of the service level pages. A layout checks no access; each page does. */
export default async function ServiceLevelsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('slaOperator')
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <TabLinks
        label={t('title')}
        items={[
          { href: routes.operator.serviceLevels(), label: t('tab.levels') },
          { href: routes.operator.serviceContract(), label: t('tab.contract') },
        ]}
      />
      {children}
    </>
  )
}
