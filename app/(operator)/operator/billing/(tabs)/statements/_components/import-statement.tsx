'use client'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useId, useState, useTransition } from 'react'
import { buttonClass } from '~/components/ui/button-class'
import { Callout } from '~/components/ui/callout'
import { showToast } from '~/components/ui/toast'
import { useRefusalText } from '~/components/ui/use-refusal-text'
import { importStatementAction } from '../actions'

/** Sends a bank's file as soon as it is chosen; what is wrong with it stands under the button, with its line. */
export function ImportStatement() {
  const t = useTranslations('settling')
  const refusalText = useRefusalText()
  const id = useId()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isPending, startTransition] = useTransition()
  const send = (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget
    const file = input.files?.[0]
    if (!file) return
    startTransition(async () => {
      const content = await asBase64(file)
      // The same file, corrected, can be chosen again.
      input.value = ''
      const result = await importStatementAction({ name: file.name, content })
      setRefusal(result.ok ? null : refusalText(result))
      if (result.ok) showToast('ok', t('imported', result.data))
    })
  }
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <span className="relative inline-flex">
          <input
            id={id}
            type="file"
            accept=".xml,.txt,.c120,.dat,.camt,text/xml,application/xml,text/plain"
            onChange={send}
            disabled={isPending}
            className="peer absolute inset-0 cursor-pointer opacity-0"
          />
          <label
            htmlFor={id}
            className={buttonClass(
              { variant: 'primary' },
              'peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-brand',
            )}
          >
            {isPending ? t('importing') : t('import')}
          </label>
        </span>
        <p className="text-sm text-ink-3">{t('importHint')}</p>
      </div>
      {refusal && (
        <Callout tone="bad" live>
          {refusal}
        </Callout>
      )}
    </div>
  )
}

async function asBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
