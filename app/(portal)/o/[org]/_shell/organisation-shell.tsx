import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { LiveUpdates } from '~/app/_client/live/live-updates'
import { memberContext } from '~/app/_server/context'
import { signOutAction } from '~/app/(portal)/compte/securite/actions'
import { ClientMessages } from '~/components/layout/client-messages'
import { asTheme, themeCookie } from '~/components/layout/themes'
import { Money } from '~/components/ui/display/money'
import { type MembershipView, may, type ResolvedSession } from '~/lib/identity'
import { noticeKinds, noticeParams } from '~/lib/identity/client'
import { routes } from '~/lib/routes'
import { Banners } from './banners'
import { frameOf } from './frame'
import { portalNavigation } from './navigation'
import { NewsBanner } from './news-banner'
import { NoticesMenu } from './notices-menu'
import { PortalShell } from './portal-shell'

type Props = { session: ResolvedSession; membership: MembershipView; children: ReactNode }

/** The shell of an organisation around one of its pages, or around a page of the member's own account. */
export async function OrganisationShell({ session, membership, children }: Props) {
  const { organisationId } = membership
  const ctx = await memberContext(organisationId)
  const [t, m, { notices, isLegalUpToDate, monthToDateCents, news, inbox }] = await Promise.all([
    getTranslations('identity'),
    getTranslations('money'),
    frameOf(organisationId),
  ])
  const isActive = membership.organisationState === 'active'
  const lacksSecondFactor = membership.role === 'owner' && !session.viewer.hasSecondFactor
  const lacksLegalAcceptance = isActive && !isLegalUpToDate
  const isBanner = !isActive || lacksSecondFactor || lacksLegalAcceptance
  return (
    <ClientMessages namespaces={['identity.nav', 'incidents.banner', 'inbox', 'palette']}>
      <PortalShell
        organisationId={organisationId}
        inbox={inbox}
        rights={{ operate: may(ctx, 'instance:operate') }}
        homeHref={routes.org.home(organisationId)}
        nav={portalNavigation(organisationId, (key) => t(`nav.${key}`), {
          seeKeys: may(ctx, 'ssh_key:read'),
          seeWebhooks: may(ctx, 'webhook:read'),
          seeBilling: may(ctx, 'billing:view'),
          seeBudgets: may(ctx, 'budget:read'),
        })}
        theme={asTheme((await cookies()).get(themeCookie)?.value)}
        switcher={{
          title: membership.organisationName,
          subtitle: t(`role.${membership.role}`),
          entries: switcherEntries(session.memberships, t('account.title')),
        }}
        account={{
          name: session.viewer.fullName,
          email: session.viewer.email,
          entries: [
            { id: 'security', label: t('account.security'), icon: 'shield', href: routes.account.security() },
            {
              id: 'organisations',
              label: t('account.title'),
              icon: 'building',
              href: routes.account.start(true),
            },
            {
              id: 'sign-out',
              label: t('account.signOut'),
              icon: 'power',
              endsSession: true,
              onAction: signOutAction.bind(null, {}),
            },
          ],
        }}
        aside={
          <>
            <NoticesMenu
              organisationId={organisationId}
              news={news}
              inbox={inbox}
              upTo={notices[0]?.createdAt ?? null}
              notices={notices.flatMap(({ id, kind, params: about, href, createdAt }) => {
                const known = noticeKinds.find((each) => each === kind)
                return known
                  ? [{ id, text: t(`notice.${known}`, noticeParams(about, ctx.locale)), href, at: createdAt }]
                  : []
              })}
            />
            <span className="text-sm whitespace-nowrap text-ink-2 max-md:hidden">
              {m('toDateIn', { month: ctx.now })}{' '}
              <strong className="text-ink">
                <Money cents={monthToDateCents} />
              </strong>
            </span>
          </>
        }
        banner={
          <>
            {isBanner && (
              <Banners
                organisationId={organisationId}
                state={membership.organisationState}
                lacksSecondFactor={lacksSecondFactor}
                lacksLegalAcceptance={lacksLegalAcceptance}
              />
            )}
            <NewsBanner organisationId={organisationId} initial={news} />
            <LiveUpdates path={routes.org.live.stream(organisationId)} />
          </>
        }
      >
        {children}
      </PortalShell>
    </ClientMessages>
  )
}

function switcherEntries(memberships: readonly MembershipView[], all: string) {
  if (memberships.length < 2) return []
  return [
    ...memberships.map((each) => ({
      id: each.organisationId,
      label: each.organisationName,
      href: routes.org.home(each.organisationId),
    })),
    { kind: 'separator' as const, id: 'line' },
    { id: 'all', label: all, href: routes.account.start(true) },
  ]
}
