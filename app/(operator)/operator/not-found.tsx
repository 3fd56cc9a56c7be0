import { getTranslations } from 'next-intl/server'
import { LinkButton } from '~/components/ui/link-button'
import { PageHeader } from '~/components/ui/page-header'
import { routes } from '~/lib/routes'

/** Inside the console one keeps the way to everything else; it says no more than the page of the whole site. */
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
