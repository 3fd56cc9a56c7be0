import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { AuthCard } from '~/components/layout/auth-card'
import { ClientMessages } from '~/components/layout/client-messages'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'
import { ForgottenForm } from './_components/forgotten-form'
import { requestPasswordResetAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.forgotten'))('title') }
}

export default definePublicPage('portal', async () => {
  const t = await getTranslations('auth.forgotten')
  return (
    <AuthCard
      title={t('title')}
      lead={t('lead')}
      footer={<TextLink href={routes.signIn()}>{t('back')}</TextLink>}
    >
      <ClientMessages namespaces={['auth']}>
        <ForgottenForm action={requestPasswordResetAction} />
      </ClientMessages>
    </AuthCard>
  )
})
