'use client'
import { useTranslations } from 'next-intl'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { CertificateView } from '~/lib/resources/client'
import { deleteCertificateAction } from '../actions'

type Props = { organisationId: string; certificate: CertificateView; refusal: string | undefined }

export function DeleteCertificate({ organisationId, certificate, refusal }: Props) {
  const t = useTranslations('certificates.delete')
  const { id: certificateId, name } = certificate
  return (
    <ConfirmButton
      size="sm"
      variant="quiet"
      label={t('open')}
      labelInFull={t('title', { name })}
      refusal={refusal}
      title={t('title', { name })}
      danger
      prove={(proof) => confirmIdentityAction({ proof })}
      onConfirm={() => deleteCertificateAction({ organisationId, certificateId })}
      done={t('done', { name })}
    >
      {t('text')}
    </ConfirmButton>
  )
}
