import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PasswordCard } from '~/app/_client/security/password-card'
import { SecondFactorPanel } from '~/app/_client/security/second-factor-panel'
import { SessionsCard } from '~/app/_client/security/sessions-card'
import { SignOutButton } from '~/app/_client/security/sign-out-button'
import { defineEnrolmentPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { QrCode } from '~/components/ui/display/qr-code'
import { listSessions, readSecondFactor } from '~/lib/identity'
import { routes } from '~/lib/routes'
import {
  changeStaffPasswordAction,
  enableStaffSecondFactorAction,
  endOtherStaffSessionsAction,
  endStaffSessionAction,
  renewStaffRecoveryCodesAction,
  signOutStaffAction,
} from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.security'))('title') }
}

/** The only page besides sign-in for staff without a second factor, who see only the first card. */
export default defineEnrolmentPage('operator', async ({ ctx }) => {
  const t = await getTranslations('auth')
  const view = await readSecondFactor(ctx, t('security.operatorIssuer'))
  const isEnrolled = ctx.actor.kind === 'staff' && ctx.actor.secondFactorAt !== null
  return (
    <>
      <PageHeader
        title={t('security.title')}
        lead={t('security.lead')}
        // Before enrolment the page has no menu, so the sign-out button is shown here.
        actions={
          !isEnrolled && (
            <SignOutButton
              label={(await getTranslations('moderation.nav'))('signOut')}
              action={signOutStaffAction}
            />
          )
        }
      />
      <ClientMessages namespaces={['auth']}>
        <div className="grid max-w-4xl gap-5">
          <SecondFactorPanel
            view={view}
            qrCode={view.state === 'offered' && <QrCode text={view.uri} label={t('secondFactor.qrLabel')} />}
            isStaff
            doneHref={routes.operator.home()}
            actions={{
              enable: enableStaffSecondFactorAction,
              renew: renewStaffRecoveryCodesAction,
              disable: null,
            }}
          />
          {isEnrolled && (
            <>
              <PasswordCard isStaff action={changeStaffPasswordAction} />
              <SessionsCard
                sessions={await listSessions(ctx)}
                end={endStaffSessionAction}
                endOthers={endOtherStaffSessionsAction}
              />
            </>
          )}
        </div>
      </ClientMessages>
    </>
  )
})
