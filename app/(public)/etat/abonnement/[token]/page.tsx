import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { AuthCard } from '~/components/layout/auth-card'
import { ClientMessages } from '~/components/layout/client-messages'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'
import { SubscriptionForm } from '../../_components/subscription-form'
import { confirmSubscriptionAction } from '../../actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('status.subscription.confirm'))('title'), referrer: 'no-referrer' }
}

export default definePublicPage('portal', async ({ params }) => {
  const t = await getTranslations('status')
  return (
    <AuthCard
      title={t('subscription.confirm.title')}
      lead={t('subscription.confirm.lead')}
      footer={<TextLink href={routes.status()}>{t('title')}</TextLink>}
    >
      <ClientMessages namespaces={['status.subscription']}>
        <SubscriptionForm token={params.token ?? ''} act="confirm" action={confirmSubscriptionAction} />
      </ClientMessages>
    </AuthCard>
  )
})
