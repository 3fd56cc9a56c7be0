'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Icon } from './icon'

type Props = {
  text: string
  /** What is copied, for the button's name: `adresse IP`. */
  what: string
}

/** Copies a text and confirms it until the focus leaves. */
export function CopyButton({ text, what }: Props) {
  const t = useTranslations('common')
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <>
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
    </>
  )
}
