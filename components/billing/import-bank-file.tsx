'use client'
import { type ChangeEvent, useId, useState, useTransition } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { FileButton } from '~/components/ui/fields/file-button'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { showToast } from '~/components/ui/overlays/toast'
import { bankFileBytesMax } from '~/lib/billing/client'
import type { ActionResult } from '~/lib/kernel/action-result'

type Props<T> = {
  send: (file: File) => Promise<ActionResult<T>>
  label: string
  /** Label of the button while the file is being read. */
  pending: string
  hint: string
  onDone: () => void
  done: (data: T) => string
}

const tooLarge = {
  ok: false,
  code: 'invalid_input',
  field: 'content',
  params: { reason: 'file_too_large' },
} as const
const unexpected = { ok: false, code: 'unexpected' } as const

/** Uploads a bank file when it is chosen; errors are shown below the button with their line. */
export function ImportBankFile<T>({ send, label, pending, hint, onDone, done }: Props<T>) {
  const refusalText = useRefusalText()
  const id = useId()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isPending, startTransition] = useTransition()
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget
    const file = input.files?.[0]
    if (!file) return
    startTransition(async () => {
      const result = file.size > bankFileBytesMax ? tooLarge : await send(file).catch(() => unexpected)
      // Reset, so that the same file can be chosen again after a correction.
      input.value = ''
      setRefusal(result.ok ? null : refusalText(result))
      if (!result.ok) return
      showToast('ok', done(result.data))
      onDone()
    })
  }
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <FileButton
          id={id}
          variant="primary"
          accept=".xml,.txt,.c120,.dat,.camt,text/xml,application/xml,text/plain"
          onChange={take}
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
