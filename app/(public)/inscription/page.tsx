import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '~/app/_server/context'
import { definePublicPage } from '~/app/_server/define-page'
import { AuthCard } from '~/components/layout/auth-card'
import { ClientMessages } from '~/components/layout/client-messages'
import { TextLink } from '~/components/ui/links/text-link'
import { hasMailbox } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { SignUpForm } from './_components/sign-up-form'
import { registerOrganisationAction, signUpAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.signUp'))('title') }
}

/** A visitor signs up with a new account; a person with an account registers another organisation. */
export default definePublicPage('portal', async ({ ctx }) => {
  const t = await getTranslations('identity.signUp')
  const isSignedIn = (await currentSession()) !== null
  const footer = (
    <p>
      {t('haveAccount')} <TextLink href={routes.signIn()}>{t('signIn')}</TextLink>
    </p>
  )
  return (
    <AuthCard title={t('title')} lead={t('lead')} wide {...(!isSignedIn && { footer })}>
      <ClientMessages namespaces={['errors', 'identity']}>
        <SignUpForm
          isSignedIn={isSignedIn}
          action={isSignedIn ? registerOrganisationAction : signUpAction}
          mailboxHref={(await hasMailbox(ctx)) ? routes.mailbox() : null}
        />
      </ClientMessages>
    </AuthCard>
  )
})
