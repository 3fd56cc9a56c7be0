import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageName } from '~/components/layout/page-name'
import { type BillingPage, billingPages } from '../../_shell/navigation'

type Props = { params: Promise<{ org: string }>; children: ReactNode }

/** The names of the billing pages. A layout checks no access; each page does. */
export default async function BillingLayout({ params, children }: Props) {
  const { org } = await params
  const t = await getTranslations('identity.nav')
  const ids = Object.keys(billingPages) as BillingPage[]
  return (
    <>
      <PageName pages={ids.map((id) => ({ href: billingPages[id](org), label: t(id) }))} />
      {children}
    </>
  )
}
