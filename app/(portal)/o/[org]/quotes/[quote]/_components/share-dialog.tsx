'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { Copyable } from '~/components/ui/display/copyable'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { ActionResult } from '~/lib/kernel/action-result'

type Props = { hasLink: boolean; share: () => Promise<ActionResult<{ url: string }>>; onClose: () => void }

/** Creates a share link for this quote; it is shown once and replaces the previous link. */
export function ShareDialog({ hasLink, share, onClose }: Props) {
  const t = useTranslations('quotes')
  const refusalText = useRefusalText()
  const [url, setUrl] = useState<string>()
  const [error, setError] = useState<string>()
  const [isPending, startTransition] = useTransition()
  const make = () =>
    startTransition(async () => {
      const result = await share()
      if (result.ok) setUrl(result.data.url)
      else setError(refusalText(result))
    })
  return (
    <Dialog isOpen onClose={onClose} title={t('share')}>
      <div className="grid gap-4">
        <p>{t('shareText')}</p>
        {hasLink && !url && <Callout tone="warn">{t('shareAgain')}</Callout>}
        {error && <Callout tone="bad" live title={error} />}
        {url ? (
          <div role="status">
            <Copyable text={url} what={t('link')} />
          </div>
        ) : (
          <div>
            <Button variant="primary" pending={isPending} onClick={make}>
              {t('makeLink')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}
