import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { sessionCookieName } from '~/app/_server/session-cookie'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkButton } from '~/components/ui/links/link-button'
import { routes } from '~/lib/routes'

/** Keeps the site's navigation, whose layout has the page's `main`. */
export default async function PublicNotFound() {
  const t = await getTranslations('auth.problem')
  const isSignedIn = (await cookies()).has(sessionCookieName())
  return (
    <>
      <PageHeader title={t('notFoundTitle')} lead={t('notFoundText')} />
      <LinkButton href={isSignedIn ? routes.account.start() : routes.landing()} variant="primary">
        {t('home')}
      </LinkButton>
    </>
  )
}
