'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AttachedFile } from './attach-files'

/** The files of a message that is being written; it is not sent before they are there. */
export function useAttachedFiles() {
  const t = useTranslations('support.files')
  const [files, setFiles] = useState<AttachedFile[]>([])
  return {
    attach: { files, onFiles: setFiles },
    uploadIds: files.flatMap(({ uploadId }) => uploadId ?? []),
    /** Why the message has to wait. */
    waitsFor: files.some(({ uploadId }) => uploadId === undefined) ? t('wait') : undefined,
    clear: () => setFiles([]),
  }
}
