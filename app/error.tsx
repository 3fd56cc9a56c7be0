'use client'
import { useTranslations } from 'next-intl'
import { StatusPage } from '~/components/layout/status-page'
import { Button } from '~/components/ui/button'
import { LinkButton } from '~/components/ui/link-button'
import { routes } from '~/lib/routes'

/** A page that could not be drawn. The reference finds the error in the log. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  const t = useTranslations('shell')
  return (
    <StatusPage
      title={t('failed.title')}
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            {t('failed.retry')}
          </Button>
          <LinkButton href={routes.landing()}>{t('home')}</LinkButton>
        </>
      }
    >
      <p>{t('failed.text')}</p>
      {error.digest && (
        <p className="font-mono text-sm">{t('failed.reference', { reference: error.digest })}</p>
      )}
    </StatusPage>
  )
}
