'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { CertificateView } from '~/lib/resources/client'

type Props = { organisationId: string; certificate: CertificateView; refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./replace-form')).ReplaceForm }))

/** Puts another certificate in the place of this one. */
export function ReplaceCertificate({ organisationId, certificate, refusal }: Props) {
  const t = useTranslations('certificates.replace')
  return (
    <DialogButton
      size="sm"
      variant="quiet"
      refusal={refusal}
      label={t('open')}
      labelInFull={t('title', { name: certificate.name })}
    >
      {(onClose) => <Loaded organisationId={organisationId} certificate={certificate} onClose={onClose} />}
    </DialogButton>
  )
}
