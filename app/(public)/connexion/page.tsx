import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SignInForm } from '~/app/_client/sign-in-form'
import { definePublicPage } from '~/app/_server/define-page'
import { AuthCard } from '~/components/layout/auth-card'
import { ClientMessages } from '~/components/layout/client-messages'
import { TextLink } from '~/components/ui/links/text-link'
import { hasMailbox } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { safePath } from '~/lib/routes/safe-path'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.signIn'))('title') }
}

export default definePublicPage('portal', async ({ ctx, searchParams }) => {
  const t = await getTranslations('auth.signIn')
  const nextHref = safePath(searchParams.next) ?? routes.account.start()
  return (
    <AuthCard
      title={t('title')}
      lead={t('lead')}
      footer={
        <p>
          {t('noAccount')} <TextLink href={routes.signUp()}>{t('signUp')}</TextLink>
        </p>
      }
    >
      <ClientMessages namespaces={['auth']}>
        <SignInForm nextHref={nextHref} enrolmentHref={routes.account.security()} />
      </ClientMessages>
      <p className="mt-5 flex flex-wrap gap-x-5 gap-y-2">
        <TextLink href={routes.forgottenPassword()}>{t('forgotten')}</TextLink>
        {(await hasMailbox(ctx)) && <TextLink href={routes.mailbox()}>{t('mailbox')}</TextLink>}
      </p>
    </AuthCard>
  )
})
