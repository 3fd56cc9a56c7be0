import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageName } from '~/components/layout/page-name'
import { billingPages, type OperatorBillingPage } from '../../_shell/navigation'

/** The names of the operator's billing pages. A layout checks no access; each page does. */
export default async function OperatorBillingLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('moderation.nav')
  const pages = Object.entries(billingPages)
  return (
    <>
      <PageName pages={pages.map(([id, href]) => ({ href, label: t(id as OperatorBillingPage) }))} />
      {children}
    </>
  )
}
