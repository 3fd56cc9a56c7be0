'use client'
import { useTranslations } from 'next-intl'
import { StatusPage } from '~/components/layout/status-page'
import { buttonClass } from '~/components/ui/links/button-class'
import { landing } from '~/lib/routes/landing'

/**
 * A page that crashed: the text of the error stays in the log, its reference leads there. A plain button: every page loads
 * this with its first script.
 */
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
      homeHref={landing()}
      title={t('title')}
      actions={
        <button type="button" onClick={reset} className={buttonClass({ variant: 'primary' })}>
          {t('retry')}
        </button>
      }
    >
      <p>{t('text')}</p>
      {error.digest && <p className="font-mono text-sm">{t('reference', { reference: error.digest })}</p>}
    </StatusPage>
  )
}
