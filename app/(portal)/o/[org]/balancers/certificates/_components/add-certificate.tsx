'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { CertificatesPage } from '~/lib/resources/client'

type Props = {
  organisationId: string
  projects: CertificatesPage['projects']
  refusal: string | undefined
}

const Loaded = lazy(async () => ({ default: (await import('./upload-form')).UploadForm }))

/** Adds a certificate with its key; the form is loaded on demand. */
export function AddCertificate({ organisationId, projects, refusal }: Props) {
  const t = useTranslations('certificates')
  return (
    <DialogButton variant="primary" refusal={refusal} label={t('upload.open')}>
      {(onClose) => <Loaded organisationId={organisationId} projects={projects} onClose={onClose} />}
    </DialogButton>
  )
}
