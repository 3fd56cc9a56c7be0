import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { currentSession } from '~/app/_server/context'
import { PageHeader } from '~/components/ui/display/page-header'
import { TabLinks } from '~/components/ui/links/tab-links'
import { routes } from '~/lib/routes'
import { shownMembership } from '../../_shell/shown-membership'

type Props = { title: string; lead?: string; actions?: ReactNode }

/**
 * The header of the account's pages: the way back to the organisation around them, and the pages as tabs. Without an
 * organisation the menu has these pages.
 */
export async function AccountHeader(props: Props) {
  const t = await getTranslations('identity.account')
  const session = await currentSession()
  const membership = session && (await shownMembership(session))
  if (!membership) return <PageHeader {...props} />
  const { organisationId, organisationName } = membership
  return (
    <>
      <PageHeader {...props} back={{ href: routes.org.home(organisationId), label: organisationName }} />
      <TabLinks
        label={t('pages')}
        items={[
          { href: routes.account.start(true), label: t('title') },
          { href: routes.account.join(), label: t('join') },
          { href: routes.account.security(), label: t('security') },
        ]}
      />
    </>
  )
}
