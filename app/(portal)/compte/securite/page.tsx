import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PasswordCard } from '~/app/_client/security/password-card'
import { SecondFactorPanel } from '~/app/_client/security/second-factor-panel'
import { SessionsCard } from '~/app/_client/security/sessions-card'
import { defineEnrolmentPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { QrCode } from '~/components/ui/display/qr-code'
import { listSessions, readSecondFactor } from '~/lib/identity'
import { routes } from '~/lib/routes'
import { AccountHeader } from '../_components/account-header'
import {
  changePasswordAction,
  disableSecondFactorAction,
  enableSecondFactorAction,
  endOtherSessionsAction,
  endSessionAction,
  renewRecoveryCodesAction,
} from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.security'))('title') }
}

export default defineEnrolmentPage('portal', async ({ ctx }) => {
  const t = await getTranslations('auth')
  const view = await readSecondFactor(ctx, t('security.issuer'))
  return (
    <>
      <AccountHeader title={t('security.title')} lead={t('security.lead')} />
      <ClientMessages namespaces={['auth']}>
        <div className="grid max-w-4xl gap-5">
          <SecondFactorPanel
            view={view}
            qrCode={view.state === 'offered' && <QrCode text={view.uri} label={t('secondFactor.qrLabel')} />}
            isStaff={false}
            doneHref={routes.account.start()}
            actions={{
              enable: enableSecondFactorAction,
              renew: renewRecoveryCodesAction,
              disable: disableSecondFactorAction,
            }}
          />
          <PasswordCard isStaff={false} action={changePasswordAction} />
          <SessionsCard
            sessions={await listSessions(ctx)}
            end={endSessionAction}
            endOthers={endOtherSessionsAction}
          />
        </div>
      </ClientMessages>
    </>
  )
})
