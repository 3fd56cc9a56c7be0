import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { AuthCard } from '~/components/layout/auth-card'
import { LinkButton } from '~/components/ui/links/link-button'
import { openApprovalLink } from '~/lib/ordering'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('buying.link')
  return { title: t('title'), referrer: 'no-referrer', robots: { index: false } }
}

/** Redirects an approver from the mailed link to the order, or explains that nothing is left to decide. */
export default defineSignedInPage('portal', async ({ ctx, params }) => {
  const { organisationId, orderId, isSpent } = await openApprovalLink(ctx, { secret: params.secret ?? '' })
  const order = routes.org.orderDetail(organisationId, orderId)
  if (!isSpent) redirect(order)
  const t = await getTranslations('buying.link')
  return (
    <AuthCard title={t('spentTitle')} lead={t('spent')}>
      <div>
        <LinkButton variant="primary" href={order}>
          {t('order')}
        </LinkButton>
      </div>
    </AuthCard>
  )
})
