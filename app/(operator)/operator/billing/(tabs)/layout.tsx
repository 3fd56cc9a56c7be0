import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageHeader } from '~/components/ui/display/page-header'
import { TabLinks } from '~/components/ui/links/tab-links'
import { routes } from '~/lib/routes'

/** The tabs of the operator's billing pages. A layout checks no access; each page does. */
export default async function OperatorBillingLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('billingRuns')
  const settling = await getTranslations('settling')
  const credits = await getTranslations('serviceCredits')
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <TabLinks
        label={t('title')}
        items={[
          { href: routes.operator.billing(), label: t('tab.runs') },
          { href: routes.operator.billingDocuments(), label: t('tab.documents') },
          { href: routes.operator.billingReceivables(), label: t('tab.receivables') },
          { href: routes.operator.billingConcessions(), label: t('tab.concessions') },
          { href: routes.operator.serviceCredits(), label: credits('title') },
          { href: routes.operator.einvoices(), label: t('tab.einvoices') },
          { href: routes.operator.ereporting(), label: t('tab.ereporting') },
          { href: routes.operator.billingExports(), label: t('tab.exports') },
          { href: routes.operator.statements(), label: settling('tab.statements') },
          { href: routes.operator.debits(), label: settling('tab.debits') },
          { href: routes.operator.dunning(), label: settling('tab.dunning') },
          { href: routes.operator.billingSeller(), label: t('tab.seller') },
        ]}
      />
      {children}
    </>
  )
}
