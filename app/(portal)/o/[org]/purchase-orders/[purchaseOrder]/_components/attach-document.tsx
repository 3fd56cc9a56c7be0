'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState, useTransition } from 'react'
import { Button } from '~/components/ui/button'
import { showToast } from '~/components/ui/toast'
import { useRefusalText } from '~/components/ui/use-refusal-text'
import { attachDocumentAction } from '../../actions'

const bytesMax = 1024 * 1024

/** One file at a time, sent as it is; what it is, is decided by its bytes on the other side. */
export function AttachDocument({
  organisationId,
  purchaseOrderId,
  refusal,
}: {
  organisationId: string
  purchaseOrderId: string
  refusal: string | undefined
}) {
  const t = useTranslations('buying.detail')
  const e = useTranslations('errors.reason')
  const router = useRouter()
  const refusalText = useRefusalText()
  const [file, setFile] = useState<File | null>(null)
  const [error, setError] = useState<string>()
  const [isPending, startTransition] = useTransition()
  const id = useId()

  const attach = (chosen: File) =>
    startTransition(async () => {
      if (chosen.size > bytesMax) return setError(e('file_too_large'))
      const content = await asBase64(chosen)
      const result = await attachDocumentAction({
        organisationId,
        purchaseOrderId,
        name: chosen.name,
        content,
      })
      if (!result.ok) return setError(refusalText(result))
      setError(undefined)
      setFile(null)
      showToast('ok', t('attached'))
      router.refresh()
    })

  return (
    <div className="grid gap-2">
      <label htmlFor={id} className="text-sm font-semibold">
        {t('file')}
      </label>
      <input
        id={id}
        key={file ? 'chosen' : 'none'}
        type="file"
        accept="application/pdf,image/png,image/jpeg"
        aria-describedby={`${id}-hint`}
        aria-invalid={error ? true : undefined}
        onChange={(event) => {
          setError(undefined)
          setFile(event.currentTarget.files?.[0] ?? null)
        }}
        className="text-sm file:mr-3 file:rounded-control file:border file:border-line-strong file:bg-surface file:px-3 file:py-1.5 file:font-semibold"
      />
      <p
        id={`${id}-hint`}
        className={error ? 'text-sm text-bad' : 'text-sm text-ink-3'}
        role={error ? 'alert' : undefined}
      >
        {error ?? t('fileHint')}
      </p>
      <div>
        <Button
          size="sm"
          pending={isPending}
          disabledReason={refusal ?? (file ? undefined : t('fileHint'))}
          onClick={() => file && attach(file)}
        >
          {t('attach')}
        </Button>
      </div>
    </div>
  )
}

async function asBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  }
  return btoa(text)
}
