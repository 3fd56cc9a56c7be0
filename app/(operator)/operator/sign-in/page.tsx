import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SignInForm } from '~/app/_client/sign-in-form'
import { definePublicPage } from '~/app/_server/define-page'
import { AuthCard } from '~/components/layout/auth-card'
import { ClientMessages } from '~/components/layout/client-messages'
import { routes } from '~/lib/routes'
import { safePath } from '~/lib/routes/safe-path'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.signIn'))('operatorTitle') }
}

export default definePublicPage('operator', async ({ searchParams }) => {
  const t = await getTranslations('auth.signIn')
  return (
    <AuthCard title={t('operatorTitle')} lead={t('operatorLead')}>
      <ClientMessages namespaces={['auth']}>
        <SignInForm
          nextHref={safePath(searchParams.next) ?? routes.operator.home()}
          enrolmentHref={routes.operator.security()}
        />
      </ClientMessages>
    </AuthCard>
  )
})
