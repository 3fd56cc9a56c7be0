'use client'
import { useTranslations } from 'next-intl'
import { Button } from '~/components/ui/button'

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
    <div className="mx-auto grid max-w-md content-center gap-4 px-4 py-24">
      <h1 className="text-3xl">{t('title')}</h1>
      <p className="text-ink-2">{t('text')}</p>
      {error.digest && <p className="font-mono text-sm">{t('reference', { reference: error.digest })}</p>}
      <div>
        <Button variant="primary" onClick={reset}>
          {t('retry')}
        </Button>
      </div>
    </div>
  )
}
