'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AttachedFile } from './attach-files'

/** The files of a message being written; it is not sent before their uploads complete. */
export function useAttachedFiles() {
  const t = useTranslations('support.files')
  const [files, setFiles] = useState<AttachedFile[]>([])
  return {
    attach: { files, onFiles: setFiles },
    uploadIds: files.flatMap(({ uploadId }) => uploadId ?? []),
    /** Why the message cannot be sent yet. */
    waitsFor: files.some(({ uploadId }) => uploadId === undefined) ? t('wait') : undefined,
    clear: () => setFiles([]),
  }
}
