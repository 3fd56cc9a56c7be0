import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { sessionCookieName } from '~/app/_server/session-cookie'
import { StatusPage } from '~/components/layout/status-page'
import { LinkButton } from '~/components/ui/links/link-button'
import { readVariable } from '~/lib/kernel/configuration/read'
import { routes } from '~/lib/routes'

/** Also the response of a page without permission: both look the same. */
export default async function NotFound() {
  const t = await getTranslations('auth.problem')
  const isSignedIn = (await cookies()).has(sessionCookieName())
  const start = isSignedIn ? routes.account.start() : routes.landing()
  const home = readVariable('SURFACE') === 'operator' ? routes.operator.home() : start
  return (
    <StatusPage
      homeHref={home}
      title={t('notFoundTitle')}
      actions={
        <LinkButton href={home} variant="primary">
          {t('home')}
        </LinkButton>
      }
    >
      <p>{t('notFoundText')}</p>
    </StatusPage>
  )
}
