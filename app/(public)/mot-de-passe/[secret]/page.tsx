import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { AuthCard } from '~/components/layout/auth-card'
import { ClientMessages } from '~/components/layout/client-messages'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'
import { ResetForm } from './_components/reset-form'
import { resetPasswordAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.reset'))('title'), referrer: 'no-referrer' }
}

/** Opening the link does not use it up: mail scanners open links before people do. */
export default definePublicPage('portal', async ({ params }) => {
  const t = await getTranslations('auth.reset')
  return (
    <AuthCard
      title={t('title')}
      lead={t('lead')}
      footer={<TextLink href={routes.forgottenPassword()}>{t('again')}</TextLink>}
    >
      <ClientMessages namespaces={['auth']}>
        <ResetForm secret={params.secret ?? ''} action={resetPasswordAction} />
      </ClientMessages>
    </AuthCard>
  )
})
