import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { AuthCard } from '~/components/layout/auth-card'
import { ClientMessages } from '~/components/layout/client-messages'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'
import { SubscriptionForm } from '../../_components/subscription-form'
import { endSubscriptionAction } from '../../actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('status.subscription.end'))('title'), referrer: 'no-referrer' }
}

export default definePublicPage('portal', async ({ params }) => {
  const t = await getTranslations('status')
  return (
    <AuthCard
      title={t('subscription.end.title')}
      lead={t('subscription.end.lead')}
      footer={<TextLink href={routes.status()}>{t('title')}</TextLink>}
    >
      <ClientMessages namespaces={['status.subscription']}>
        <SubscriptionForm token={params.token ?? ''} act="end" action={endSubscriptionAction} />
      </ClientMessages>
    </AuthCard>
  )
})
