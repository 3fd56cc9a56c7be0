'use client'
import { type ChangeEvent, useId, useState, useTransition } from 'react'
import { Callout } from '~/components/ui/callout'
import { FileButton } from '~/components/ui/file-button'
import { showToast } from '~/components/ui/toast'
import { useRefusalText } from '~/components/ui/use-refusal-text'
import type { ActionResult } from '~/lib/kernel/action-result'

type Props<T> = {
  action: (file: { name: string; content: string }) => Promise<ActionResult<T>>
  label: string
  /** On the button while it is read. */
  pending: string
  hint: string
  done: (data: T) => string
}

/** Sends a bank's file as soon as it is chosen; what is wrong with it stands under the button, with its line. */
export function ImportBankFile<T>({ action, label, pending, hint, done }: Props<T>) {
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
      const result = await action({ name: file.name, content })
      setRefusal(result.ok ? null : refusalText(result))
      if (result.ok) showToast('ok', done(result.data))
    })
  }
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <FileButton
          id={id}
          variant="primary"
          accept=".xml,.txt,.c120,.dat,.camt,text/xml,application/xml,text/plain"
          onChange={send}
          disabled={isPending}
        >
          {isPending ? pending : label}
        </FileButton>
        <p className="text-sm text-ink-3">{hint}</p>
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
