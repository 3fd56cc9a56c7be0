'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '~/components/ui/button'
import { FileButton } from '~/components/ui/file-button'
import { asBase64 } from '~/lib/kernel/as-base64'
import { attachmentBounds, attachmentExtensions } from '~/lib/support/client'

export type SentFile = { name: string; content: string }
type Props = { files: readonly SentFile[]; onFiles: (files: SentFile[]) => void }

const accepted = attachmentExtensions.map((extension) => `.${extension}`).join(',')

/** Files that go with a message, read as they are chosen; what each is, is decided by its bytes on the other side. */
export function AttachFiles({ files, onFiles }: Props) {
  const t = useTranslations('support.files')
  const e = useTranslations('errors.reason')
  const id = useId()
  const [error, setError] = useState<string>()

  const add = async (chosen: readonly File[]) => {
    // What has the name of a file that is there replaces it.
    const kept = files.filter(({ name }) => !chosen.some((file) => file.name === name))
    // Three bytes are four characters.
    const keptBytes = kept.reduce((sum, { content }) => sum + Math.floor((content.length / 4) * 3), 0)
    const bytes = chosen.reduce((sum, file) => sum + file.size, keptBytes)
    if (kept.length + chosen.length > attachmentBounds.filesMax) return setError(e('too_many_attachments'))
    if (bytes > attachmentBounds.bytesMax) return setError(e('attachments_too_large'))
    const read = await Promise.all(
      chosen.map(async (file) => ({ name: file.name, content: await asBase64(file) })),
    )
    setError(undefined)
    onFiles([...kept, ...read])
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
          // The same file can be chosen again once it was taken away.
          currentTarget.value = ''
          void add(chosen)
        }}
      >
        {t('choose')}
      </FileButton>
      <p
        id={`${id}-hint`}
        className={error ? 'text-sm text-bad' : 'text-sm text-ink-3'}
        role={error ? 'alert' : undefined}
      >
        {error ?? t('hint')}
      </p>
      {files.length > 0 && (
        <ul className="grid gap-1">
          {files.map((file) => (
            <li key={file.name} className="flex items-center gap-2 text-sm">
              <span className="wrap-anywhere">{file.name}</span>
              <Button
                size="sm"
                variant="quiet"
                aria-label={t('removeNamed', { name: file.name })}
                onClick={() => onFiles(files.filter((each) => each !== file))}
              >
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
