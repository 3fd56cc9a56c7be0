import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import { TextArea } from '~/components/ui/fields/text-area'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { CertificatesPage } from '~/lib/resources/client'
import { orderCertificateAction } from '../actions'

type Input = Parameters<typeof orderCertificateAction>[0]
type Props = {
  organisationId: string
  balancers: NonNullable<CertificatesPage['orderable']>
  onClose: () => void
}

/** The hosts, and the load balancer to which they lead. */
export function OrderForm({ organisationId, balancers, onClose }: Props) {
  const t = useTranslations('certificates.order')
  return (
    <Dialog isOpen onClose={onClose} title={t('title')}>
      <ActionForm<Input, { name: string }>
        action={orderCertificateAction}
        extra={{ organisationId }}
        onSuccess={({ name }) => {
          showToast('ok', t('done', { name }))
          onClose()
        }}
      >
        <p>{t('text')}</p>
        <Select
          name="balancerId"
          label={t('balancer')}
          options={balancers.map(({ id, name, address }) => ({ value: id, label: `${name} · ${address}` }))}
        />
        <TextArea
          name="hostNames"
          label={t('hosts')}
          hint={t('hostsHint')}
          mono
          rows={3}
          maxLength={3_000}
          autoCapitalize="none"
          spellCheck={false}
        />
        <SubmitButton>{t('submit')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
