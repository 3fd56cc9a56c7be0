'use client'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useId } from 'react'
import { buttonClass } from '~/components/ui/button-class'
import { decodeList } from './decode-list'

/** Reads a file chosen on this computer into the list; nothing is sent. */
export function FileChoice({ onText }: { onText: (text: string) => void }) {
  const t = useTranslations('import')
  const id = useId()
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget
    const file = input.files?.[0]
    if (!file) return
    const text = decodeList(new Uint8Array(await file.arrayBuffer()))
    // The same file, corrected, can be chosen again.
    input.value = ''
    onText(text)
  }
  return (
    <span className="relative inline-flex">
      <input
        id={id}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        onChange={read}
        className="peer absolute inset-0 cursor-pointer opacity-0"
      />
      <label
        htmlFor={id}
        className={buttonClass(
          {},
          'peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-brand',
        )}
      >
        {t('chooseFile')}
      </label>
    </span>
  )
}
