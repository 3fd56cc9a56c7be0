'use client'
import { useTranslations } from 'next-intl'
import { type Dispatch, type SetStateAction, useId, useState } from 'react'
import { Meter } from '~/components/ui/display/meter'
import { FileButton } from '~/components/ui/fields/file-button'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { Id } from '~/lib/kernel/ids'
import { attachmentBounds, attachmentExtensions } from '~/lib/support/client'

export type SendFile = (
  file: File,
  onProgress: (percent: number) => void,
) => Promise<ActionResult<{ uploadId: Id<'ticketUpload'> }>>

/** Upload in progress in percent, until it completes and has an id. */
export type AttachedFile = { key: string; name: string; percent: number; uploadId?: Id<'ticketUpload'> }

type Props = {
  files: readonly AttachedFile[]
  onFiles: Dispatch<SetStateAction<AttachedFile[]>>
  send: SendFile
}

const accepted = attachmentExtensions.map((extension) => `.${extension}`).join(',')

/** Files of a message, uploaded when chosen; the server detects their type from the bytes. */
export function AttachFiles({ files, onFiles, send }: Props) {
  const t = useTranslations('support.files')
  const e = useTranslations('errors')
  const refusalText = useRefusalText()
  const id = useId()
  const [error, setError] = useState<string>()

  const sendOne = async (file: File, key: string) => {
    const change = (to: Partial<AttachedFile>) =>
      onFiles((all) => all.map((each) => (each.key === key ? { ...each, ...to } : each)))
    const result = await send(file, (percent) => change({ percent })).catch(() => null)
    if (result?.ok) return change({ percent: 100, uploadId: result.data.uploadId })
    onFiles((all) => all.filter((each) => each.key !== key))
    setError(t('refused', { name: file.name, reason: result ? refusalText(result) : e('unexpected') }))
  }
  const add = (chosen: readonly File[]) => {
    // A file replaces an earlier one with the same name.
    const kept = files.filter(({ name }) => !chosen.some((file) => file.name === name))
    if (kept.length + chosen.length > attachmentBounds.filesMax)
      return setError(e('reason.too_many_attachments'))
    const tooLarge = chosen.find(({ size }) => size > attachmentBounds.bytesMax)
    if (tooLarge)
      return setError(t('refused', { name: tooLarge.name, reason: e('reason.document_too_large') }))
    setError(undefined)
    const added = chosen.map((file) => ({ file, key: crypto.randomUUID(), name: file.name, percent: 0 }))
    onFiles([...kept, ...added.map(({ file: _file, ...entry }) => entry)])
    for (const { file, key } of added) void sendOne(file, key)
  }

  return (
    <div className="grid gap-2">
      <label htmlFor={id} className="text-sm font-semibold">
        {t('label')} <span className="font-normal text-ink-3">{t('optional')}</span>
      </label>
      <FileButton
        id={id}
        size="sm"
        multiple
        accept={accepted}
        aria-describedby={`${id}-hint`}
        aria-invalid={error ? true : undefined}
        onChange={({ currentTarget }) => {
          const chosen = [...(currentTarget.files ?? [])]
          // Reset, so that the same file can be chosen again after its removal.
          currentTarget.value = ''
          add(chosen)
        }}
      >
        {t('choose')}
      </FileButton>
      <p
        id={`${id}-hint`}
        className={error ? 'text-sm text-bad wrap-anywhere' : 'text-sm text-ink-3'}
        role={error ? 'alert' : undefined}
      >
        {error ?? t('hint')}
      </p>
      {files.length > 0 && (
        <ul className="grid gap-1">
          {files.map((file) => (
            <FileRow
              key={file.key}
              file={file}
              onRemove={() => onFiles((all) => all.filter(({ key }) => key !== file.key))}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

function FileRow({ file, onRemove }: { file: AttachedFile; onRemove: () => void }) {
  const t = useTranslations('support.files')
  const sending = t('sending', { percent: file.percent })
  return (
    <li className="flex flex-wrap items-center gap-x-2 text-sm">
      <span className="wrap-anywhere">{file.name}</span>
      {!file.uploadId && (
        <>
          <Meter
            className="w-24"
            label={t('sendingNamed', { name: file.name })}
            value={file.percent}
            max={100}
            valueText={sending}
          />
          <span className="text-ink-3">{sending}</span>
        </>
      )}
      <Button size="sm" variant="quiet" aria-label={t('removeNamed', { name: file.name })} onClick={onRemove}>
        {t('remove')}
      </Button>
    </li>
  )
}
