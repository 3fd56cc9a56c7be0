import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageHeader } from '~/components/ui/display/page-header'
import { TabLinks } from '~/components/ui/links/tab-links'
import { routes } from '~/lib/routes'

type Props = { params: Promise<{ org: string }>; children: ReactNode }

/** The tabs of the billing pages. A layout checks no access; each page does. */
export default async function BillingLayout({ params, children }: Props) {
  const { org } = await params
  const t = await getTranslations('billing')
  const payments = await getTranslations('payments')
  const credits = await getTranslations('serviceCredits')
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <TabLinks
        label={t('title')}
        items={[
          { href: routes.org.billing(org), label: t('tab.documents') },
          { href: routes.org.billingCosts(org), label: t('tab.costs') },
          { href: routes.org.serviceCredits(org), label: credits('title') },
          { href: routes.org.billingExports(org), label: t('tab.exports') },
          { href: routes.org.billingPayment(org), label: payments('title') },
          { href: routes.org.billingSettings(org), label: t('tab.settings') },
        ]}
      />
      {children}
    </>
  )
}
