'use client'
import { useTranslations } from 'next-intl'
import { StatusPage } from '~/components/layout/status-page'
import { Button } from '~/components/ui/button'
import { routes } from '~/lib/routes'

/** A page that crashed: the text of the error stays in the log, its reference leads there. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  const t = useTranslations('errors.page')
  return (
    <StatusPage
      homeHref={routes.landing()}
      title={t('title')}
      actions={
        <Button variant="primary" onClick={reset}>
          {t('retry')}
        </Button>
      }
    >
      <p>{t('text')}</p>
      {error.digest && <p className="font-mono text-sm">{t('reference', { reference: error.digest })}</p>}
    </StatusPage>
  )
}
