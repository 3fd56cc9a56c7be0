'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { CertificateView } from '~/lib/resources/client'
import { deleteCertificateAction } from '../actions'

type Props = { organisationId: string; certificate: CertificateView; refusal: string | undefined }

export function DeleteCertificate({ organisationId, certificate, refusal }: Props) {
  const t = useTranslations('certificates.delete')
  const [isOpen, setOpen] = useState(false)
  const { id: certificateId, name } = certificate
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        aria-label={t('title', { name })}
      >
        {t('open')}
      </Button>
      <LateConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('title', { name })}
        confirmLabel={t('open')}
        danger
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await deleteCertificateAction({ organisationId, certificateId })
          if (result.ok) showToast('ok', t('done', { name }))
          return result
        }}
      >
        {t('text')}
      </LateConfirmDialog>
    </>
  )
}
