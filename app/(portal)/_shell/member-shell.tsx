import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { asTheme, themeCookie } from '~/components/layout/themes'
import type { ResolvedSession } from '~/lib/identity'
import { routes } from '~/lib/routes'
import { signOutAction } from '../compte/securite/actions'
import { OrganisationShell } from '../o/[org]/_shell/organisation-shell'
import { AccountShell } from './account-shell'
import { shownMembership } from './shown-membership'

type Props = { session: ResolvedSession; children: ReactNode }

/**
 * The shell of a signed-in person around pages outside any organisation: the shell of an organisation, or one with the
 * pages of the account alone.
 */
export async function MemberShell({ session, children }: Props) {
  const membership = await shownMembership(session)
  if (membership)
    return (
      <OrganisationShell session={session} membership={membership}>
        {children}
      </OrganisationShell>
    )
  const t = await getTranslations('identity.account')
  const page = (id: string, label: string, href: string) => ({ id, label, items: [{ id, label, href }] })
  const { account } = routes
  return (
    <AccountShell
      homeHref={account.start()}
      nav={[
        page('home', t('title'), account.start()),
        page('join', t('join'), account.join()),
        page('security', t('security'), account.security()),
      ]}
      theme={asTheme((await cookies()).get(themeCookie)?.value)}
      searchHint={t('searchHint')}
      switcher={{ title: session.viewer.fullName, subtitle: t('withoutOrganisation'), entries: [] }}
      account={{
        name: session.viewer.fullName,
        email: session.viewer.email,
        entries: [
          { id: 'security', label: t('security'), icon: 'shield', href: account.security() },
          {
            id: 'sign-out',
            label: t('signOut'),
            icon: 'power',
            endsSession: true,
            onAction: signOutAction.bind(null, {}),
          },
        ],
      }}
    >
      {children}
    </AccountShell>
  )
}
