'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState, useTransition } from 'react'
import { sendFile } from '~/app/_client/send-file'
import { Meter } from '~/components/ui/display/meter'
import { FileButton } from '~/components/ui/fields/file-button'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { uploadBytesMax } from '~/lib/kernel/files/upload-size'
import { routes } from '~/lib/routes'

/** One file per request, sent unchanged; the server detects its type from the bytes. */
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
  const e = useTranslations('errors')
  const router = useRouter()
  const refusalText = useRefusalText()
  const [file, setFile] = useState<File | null>(null)
  const [error, setError] = useState<string>()
  const [percent, setPercent] = useState(0)
  const [isPending, startTransition] = useTransition()
  const id = useId()

  const attach = (chosen: File) =>
    startTransition(async () => {
      if (chosen.size > uploadBytesMax) return setError(e('reason.document_too_large'))
      setPercent(0)
      const address = routes.org.attachDocument(organisationId, { purchaseOrderId, name: chosen.name })
      const result = await sendFile(address, chosen, setPercent).catch(() => null)
      if (!result) return setError(e('unexpected'))
      if (!result.ok) return setError(refusalText(result))
      setError(undefined)
      setFile(null)
      showToast('ok', t('attached'))
      router.refresh()
    })

  const sending = file && t('sending', { name: file.name, percent })
  return (
    <div className="grid gap-2">
      <label htmlFor={id} className="text-sm font-semibold">
        {t('file')}
      </label>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <FileButton
          id={id}
          size="sm"
          accept="application/pdf,image/png,image/jpeg"
          aria-describedby={`${id}-hint`}
          aria-invalid={error ? true : undefined}
          disabled={isPending}
          onChange={({ currentTarget }) => {
            setError(undefined)
            setFile(currentTarget.files?.[0] ?? null)
            // Reset, so that the same file can be chosen again after a correction.
            currentTarget.value = ''
          }}
        >
          {t('choose')}
        </FileButton>
        {file && <span className="text-sm wrap-anywhere">{file.name}</span>}
      </div>
      <p
        id={`${id}-hint`}
        className={error ? 'text-sm text-bad' : 'text-sm text-ink-3'}
        role={error ? 'alert' : undefined}
      >
        {error ?? t('fileHint')}
      </p>
      {isPending && sending && (
        <div className="grid gap-1">
          <p className="text-sm text-ink-2 wrap-anywhere">{sending}</p>
          <Meter label={t('attach')} value={percent} max={100} valueText={sending} />
        </div>
      )}
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
