'use client'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useId } from 'react'
import { FileButton } from '~/components/ui/fields/file-button'
import { decodeList } from './decode-list'

/** Reads a local file into the list; nothing is sent. */
export function FileChoice({ onText }: { onText: (text: string) => void }) {
  const t = useTranslations('import')
  const id = useId()
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget
    const file = input.files?.[0]
    if (!file) return
    const text = decodeList(new Uint8Array(await file.arrayBuffer()))
    // Reset, so that the same file can be chosen again after a correction.
    input.value = ''
    onText(text)
  }
  return (
    <FileButton id={id} accept=".csv,.txt,text/csv,text/plain" onChange={read}>
      {t('chooseFile')}
    </FileButton>
  )
}
