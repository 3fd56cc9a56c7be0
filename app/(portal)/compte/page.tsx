import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SignOutButton } from '~/app/_client/security/sign-out-button'
import { currentSession } from '~/app/_server/context'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { LinkButton } from '~/components/ui/links/link-button'
import { listOwnJoinRequests } from '~/lib/identity'
import { routes } from '~/lib/routes'
import { AccountHeader } from './_components/account-header'
import { JoinRequestList } from './_components/join-request-list'
import { OrganisationList } from './_components/organisation-list'
import { ResendConfirmation } from './_components/resend-confirmation'
import { resendConfirmationAction, signOutAction } from './securite/actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.account'))('title') }
}

/** The landing page after sign-in: redirects to the organisation if there is only one and nothing else is pending. */
export default defineSignedInPage('portal', async ({ ctx, searchParams }) => {
  const t = await getTranslations('identity.account')
  const session = await currentSession()
  const memberships = session?.memberships ?? []
  const requests = await listOwnJoinRequests(ctx)
  const isWaiting = requests.some((request) => request.state === 'pending')
  const [only] = memberships
  if (only && memberships.length === 1 && !isWaiting && searchParams.stay === undefined)
    redirect(routes.org.home(only.organisationId))
  return (
    <>
      <AccountHeader
        title={t('title')}
        {...(memberships.length > 0 && { lead: t('lead') })}
        actions={<SignOutButton label={t('signOut')} action={signOutAction} />}
      />
      <div className="grid max-w-3xl gap-5">
        {session && !session.viewer.isEmailVerified && (
          <ClientMessages namespaces={['identity']}>
            <ResendConfirmation email={session.viewer.email} action={resendConfirmationAction} />
          </ClientMessages>
        )}
        {memberships.length > 0 && <OrganisationList memberships={memberships} />}
        {requests.length > 0 && <JoinRequestList requests={requests} />}
        {memberships.length === 0 && requests.length === 0 && (
          <Card>
            <EmptyState icon="building" title={t('none')}>
              {t('noneText')}
            </EmptyState>
          </Card>
        )}
        <div className="flex flex-wrap gap-2.5">
          <LinkButton href={routes.signUp()} variant={memberships.length === 0 ? 'primary' : 'secondary'}>
            {t('register')}
          </LinkButton>
          {/* Members have it among the tabs. */}
          {memberships.length === 0 && <LinkButton href={routes.account.join()}>{t('join')}</LinkButton>}
        </div>
      </div>
    </>
  )
})
