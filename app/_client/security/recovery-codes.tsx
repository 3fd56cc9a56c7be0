'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'

type Props = {
  codes: readonly string[]
  onKept: () => void
  /** The page that was blocked by the missing factor; null: stay here. */
  doneHref: string | null
}

/** Shows the codes, once. */
export function RecoveryCodes({ codes, onKept, doneHref }: Props) {
  const t = useTranslations('auth.secondFactor')
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'))
    showToast('ok', t('codesCopied'))
  }
  const goOn = () => {
    if (doneHref) window.location.assign(doneHref)
    else onKept()
  }
  return (
    <div className="grid gap-4">
      <h3 ref={head} tabIndex={-1} className="text-lg outline-none">
        {t('codesTitle')}
      </h3>
      <p className="text-ink-2">{t('codesLead')}</p>
      <ul className="grid max-w-md grid-cols-1 gap-x-6 gap-y-1.5 rounded-control bg-sunken p-4 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onClick={copy}>{t('copyCodes')}</Button>
        <Button variant="primary" onClick={goOn}>
          {t('codesKept')}
        </Button>
      </div>
    </div>
  )
}
