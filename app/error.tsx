'use client'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { StatusPage } from '~/components/layout/status-page'
import { buttonClass } from '~/components/ui/links/button-class'
import { landing } from '~/lib/routes/landing'

/**
 * The page for crashes: the error's text stays in the log, found by the shown reference. A plain button, because
 * every page loads this with its first script. It reloads the page: code that could not be loaded is not tried again
 * before.
 */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const t = useTranslations('errors.page')
  // The title of the page that failed would name what is not shown.
  useEffect(() => {
    document.title = t('title')
  }, [t])
  return (
    <StatusPage
      homeHref={landing()}
      title={t('title')}
      actions={
        <button
          type="button"
          onClick={() => location.reload()}
          className={buttonClass({ variant: 'primary' })}
        >
          {t('retry')}
        </button>
      }
    >
      <p>{t('text')}</p>
      {error.digest && <p className="font-mono text-sm">{t('reference', { reference: error.digest })}</p>}
    </StatusPage>
  )
}
