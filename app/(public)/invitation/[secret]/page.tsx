import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '~/app/_server/context'
import { definePublicPage } from '~/app/_server/define-page'
import { AuthCard } from '~/components/layout/auth-card'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { showInvitation } from '~/lib/identity'
import { routes } from '~/lib/routes'
import { AcceptButton } from './_components/accept-button'
import { SignUpForm } from './_components/sign-up-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('identity.invitations')
  return { title: t('pageTitle'), referrer: 'no-referrer', robots: { index: false } }
}

/** The invitation and the ways to accept it: signed in, signing in, or with a new account. */
export default definePublicPage('portal', async ({ ctx, params }) => {
  const t = await getTranslations('identity')
  const secret = params.secret ?? ''
  const found = await showInvitation(ctx, { secret })
  const session = await currentSession()
  const viewer = session?.actor.kind === 'account' ? session.viewer.email : null
  return (
    <AuthCard
      title={t('invitations.pageTitle')}
      lead={t('invitations.lead', { name: found.invitedBy, organisation: found.organisation })}
    >
      <ClientMessages namespaces={['identity']}>
        <div className="-mx-4.5 border-y border-line">
          <DescriptionList
            items={[
              { key: 'organisation', term: t('invitations.organisation'), value: found.organisation },
              { key: 'address', term: t('invitations.address'), value: found.email },
              { key: 'role', term: t('members.role'), value: t(`role.${found.role}`) },
              ...(found.projectNames.length > 0
                ? [
                    {
                      key: 'projects',
                      term: t('members.changeProjects'),
                      value: found.projectNames.join(', '),
                    },
                  ]
                : []),
              {
                key: 'until',
                term: t('invitations.validUntil'),
                value: <Timestamp at={new Date(found.expiresAt)} look="date" />,
              },
            ]}
          />
        </div>
        {found.state !== 'open' ? (
          <>
            <Callout tone="warn" title={t(`invitations.state.${found.state}`)}>
              {t(`invitations.over.${found.state}`)}
            </Callout>
            <div>
              <LinkButton href={routes.signIn()}>{t('invitations.signIn')}</LinkButton>
            </div>
          </>
        ) : viewer === found.email ? (
          <AcceptButton
            secret={secret}
            label={t('invitations.accept', { organisation: found.organisation })}
          />
        ) : viewer ? (
          <Callout tone="warn" title={t('invitations.otherTitle')}>
            {t('invitations.other', { email: found.email, viewer })}
          </Callout>
        ) : (
          <>
            <div className="grid gap-2">
              <h2 className="text-base font-semibold">{t('invitations.haveAccount')}</h2>
              <div>
                <LinkButton variant="primary" href={routes.signIn(routes.invitation(secret))}>
                  {t('invitations.signIn')}
                </LinkButton>
              </div>
            </div>
            <div className="grid gap-2">
              <h2 className="text-base font-semibold">{t('invitations.noAccount')}</h2>
              <SignUpForm secret={secret} email={found.email} />
            </div>
          </>
        )}
      </ClientMessages>
    </AuthCard>
  )
})
