import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { AuthCard } from '~/components/layout/auth-card'
import { ClientMessages } from '~/components/layout/client-messages'
import { showAlertRecipient } from '~/lib/budgets'
import { RecipientChoice } from '../_components/recipient-choice'

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await getTranslations('budgets.linked'))('title'),
    referrer: 'no-referrer',
    robots: { index: false },
  }
}

export default definePublicPage('portal', async ({ ctx, params }) => {
  const t = await getTranslations('budgets.linked')
  const token = params.token ?? ''
  const { organisation, email, isConfirmed } = await showAlertRecipient(ctx, { token })
  return (
    <AuthCard title={t('title')} lead={t(isConfirmed ? 'leadConfirmed' : 'lead', { organisation, email })}>
      <ClientMessages namespaces={['budgets.linked']}>
        <RecipientChoice token={token} isConfirmed={isConfirmed} />
      </ClientMessages>
    </AuthCard>
  )
})
