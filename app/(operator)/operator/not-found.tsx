import { getTranslations } from 'next-intl/server'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkButton } from '~/components/ui/links/link-button'
import { routes } from '~/lib/routes'

/** Keeps the console's navigation, and reveals no more than the site's 404 page. */
export default async function OperatorNotFound() {
  const t = await getTranslations('auth.problem')
  return (
    <>
      <PageHeader title={t('notFoundTitle')} lead={t('notFoundText')} />
      <LinkButton href={routes.operator.home()} variant="primary">
        {t('home')}
      </LinkButton>
    </>
  )
}
