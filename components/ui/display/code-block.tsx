'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Icon } from './icon'

type Props = {
  /** What it is, above the code and in the name of its button: `curl`. */
  label: string
  code: string
}

/** Code of several lines with a copy button; long lines are broken on the screen, and copied whole. */
export function CodeBlock({ label, code }: Props) {
  const t = useTranslations('common')
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(code)
    setCopied(true)
  }
  return (
    <figure aria-label={label} className="min-w-0 overflow-clip rounded-control border border-line bg-sunken">
      <figcaption className="flex items-center justify-between gap-2 border-b border-line px-3 py-1.5 text-sm font-medium text-ink-2">
        {label}
        <button
          type="button"
          onClick={copy}
          onBlur={() => setCopied(false)}
          aria-label={t('copy', { what: label })}
          className="rounded-small p-1 text-ink-3 hover:bg-raised hover:text-ink"
        >
          <Icon name={isCopied ? 'check' : 'copy'} size={15} />
        </button>
        <span role="status" className="sr-only">
          {isCopied ? t('copied') : ''}
        </span>
      </figcaption>
      <pre className="px-3 py-2.5 font-mono text-sm leading-relaxed whitespace-pre-wrap wrap-anywhere">
        <code>{code}</code>
      </pre>
    </figure>
  )
}
