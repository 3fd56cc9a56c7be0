import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { sessionCookieName } from '~/app/_server/session-cookie'
import { StatusPage } from '~/components/layout/status-page'
import { buttonClass } from '~/components/ui/links/button-class'
import { readVariable } from '~/lib/kernel/configuration/read'
import { routes } from '~/lib/routes'

/**
 * Also the response of a page without permission: both look the same. Links are plain, because every page loads the
 * client components of this one.
 */
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
        <a href={home} className={buttonClass({ variant: 'primary' })}>
          {t('home')}
        </a>
      }
    >
      <p>{t('notFoundText')}</p>
    </StatusPage>
  )
}
