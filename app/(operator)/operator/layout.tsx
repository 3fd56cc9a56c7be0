import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { LiveUpdates } from '~/app/_client/live/live-updates'
import { currentSession, signedInContext } from '~/app/_server/context'
import { currentSurface } from '~/app/_server/surface'
import { ClientMessages } from '~/components/layout/client-messages'
import { PublicShell } from '~/components/layout/public-shell'
import { asTheme, themeCookie } from '~/components/layout/themes'
import { StatePill } from '~/components/ui/display/state-pill'
import { showZones } from '~/lib/catalogue'
import { readRecovery } from '~/lib/hypervisors'
import { mayStaff } from '~/lib/identity'
import { countLiveIncidents } from '~/lib/incidents'
import { severityTones } from '~/lib/incidents/client'
import { countWaitingCases } from '~/lib/moderation'
import { routes } from '~/lib/routes'
import { countTicketsToAnswer } from '~/lib/support'
import { operatorNavigation } from './_shell/navigation'
import { OperatorShell } from './_shell/operator-shell'
import { RecoveryBanner } from './_shell/recovery-banner'
import { signOutStaffAction } from './security/actions'

/**
 * The layout of the operator's pages; sign-in and enrolment are outside. A layout checks no access; each page does.
 */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  if (currentSurface() !== 'operator') return children
  const theme = asTheme((await cookies()).get(themeCookie)?.value)
  const session = await currentSession()
  const isInside = session?.actor.kind === 'staff' && session.actor.secondFactorAt !== null
  if (!session || !isInside) {
    return (
      <PublicShell theme={theme} isOperator>
        {children}
      </PublicShell>
    )
  }
  const ctx = await signedInContext()
  const [t, zones, waiting, tickets, incidents, recovery] = await Promise.all([
    getTranslations('moderation.nav'),
    showZones(ctx),
    mayStaff(ctx, 'moderation:read') ? countWaitingCases(ctx) : 0,
    mayStaff(ctx, 'support:inspect') ? countTicketsToAnswer(ctx) : 0,
    mayStaff(ctx, 'incident:inspect') ? countLiveIncidents(ctx) : null,
    readRecovery(ctx),
  ])
  const inService = zones.filter((zone) => zone.state === 'in_service').length
  return (
    <ClientMessages namespaces={['moderation']}>
      <OperatorShell
        homeHref={routes.operator.home()}
        nav={operatorNavigation({
          t: (key) => t(key),
          may: (permission) => mayStaff(ctx, permission),
          waiting,
          tickets,
          incidents: incidents?.count ?? 0,
        })}
        theme={theme}
        banner={
          <>
            {recovery && <RecoveryBanner recovery={recovery} />}
            <LiveUpdates path={routes.operator.liveStream()} />
          </>
        }
        switcher={{ title: t('title'), subtitle: t('subtitle'), entries: [] }}
        account={{
          name: session.viewer.fullName,
          email: session.viewer.email,
          entries: [
            { id: 'security', label: t('security'), icon: 'shield', href: routes.operator.security() },
            {
              id: 'sign-out',
              label: t('signOut'),
              icon: 'power',
              endsSession: true,
              onAction: signOutStaffAction.bind(null, {}),
            },
          ],
        }}
        aside={
          <span className="max-md:hidden">
            {incidents?.worst ? (
              <StatePill tone={severityTones[incidents.worst]}>
                {t(`worst.${incidents.worst}`, { count: incidents.count })}
              </StatePill>
            ) : (
              <StatePill tone={inService === zones.length && inService > 0 ? 'ok' : 'warn'}>
                {t('zones', { count: inService })}
              </StatePill>
            )}
          </span>
        }
      >
        {children}
      </OperatorShell>
    </ClientMessages>
  )
}
