'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Breakable } from './breakable'
import { Icon } from './icon'

type Props = {
  text: string /** What is copied, for the button's name: `adresse IP`. */
  what: string
  display?: string
}

/** A reference in monospace with a copy button that confirms the copy. */
export function Copyable({ text, what, display }: Props) {
  const t = useTranslations('common')
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="min-w-0 text-sm wrap-anywhere">
        <Breakable text={display ?? text} />
      </code>
      <button
        type="button"
        onClick={copy}
        onBlur={() => setCopied(false)}
        aria-label={t('copy', { what })}
        className="rounded-small p-1 text-ink-3 hover:bg-sunken hover:text-ink"
      >
        <Icon name={isCopied ? 'check' : 'copy'} size={15} />
      </button>
      <span role="status" className="sr-only">
        {isCopied ? t('copied') : ''}
      </span>
    </span>
  )
}
