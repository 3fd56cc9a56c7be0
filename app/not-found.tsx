import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { StatusPage } from '~/components/layout/status-page'
import { LinkButton } from '~/components/ui/link-button'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell'))('notFound.title') }
}

/** What does not exist and what may not be seen look the same. */
export default async function NotFound() {
  const t = await getTranslations('shell')
  return (
    <StatusPage
      title={t('notFound.title')}
      actions={
        <LinkButton href={routes.landing()} variant="primary">
          {t('home')}
        </LinkButton>
      }
    >
      <p>{t('notFound.text')}</p>
    </StatusPage>
  )
}
