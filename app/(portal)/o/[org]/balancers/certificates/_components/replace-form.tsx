import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { CertificateView } from '~/lib/resources/client'
import { replaceCertificateAction } from '../actions'
import { PemFields } from './pem-fields'

type Input = Parameters<typeof replaceCertificateAction>[0]
type Props = { organisationId: string; certificate: CertificateView; onClose: () => void }

export function ReplaceForm({ organisationId, certificate, onClose }: Props) {
  const t = useTranslations('certificates.replace')
  const { id: certificateId, name } = certificate
  return (
    <Dialog isOpen onClose={onClose} title={t('title', { name })} size="lg">
      <ActionForm<Input, void>
        action={replaceCertificateAction}
        extra={{ organisationId, certificateId }}
        onSuccess={() => {
          showToast('ok', t('done', { name }))
          onClose()
        }}
      >
        <p>{t('text')}</p>
        <PemFields />
        <SubmitButton>{t('submit')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
