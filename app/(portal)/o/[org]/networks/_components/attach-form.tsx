import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { AddressPage, PublicAddressView } from '~/lib/resources/client'

type Input = { organisationId: string; addressId: PublicAddressView['id']; instanceId: `ins_${string}` }
type Props = Omit<Input, 'instanceId'> & {
  address: string
  servers: AddressPage['servers']
  onClose: () => void
  action: (input: Input) => Promise<ActionResult<void>>
}

/** Chooses the server of its project and zone that the address routes to. */
export function AttachForm({ organisationId, addressId, address, servers, onClose, action }: Props) {
  const t = useTranslations('networks.address')
  return (
    <Dialog isOpen onClose={onClose} title={t('attachTitle', { address })}>
      <ActionForm
        action={action}
        extra={{ organisationId, addressId }}
        successToast={t('attached', { address })}
        onSuccess={onClose}
      >
        <Select
          name="instanceId"
          label={t('column.server')}
          options={servers.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <p className="text-ink-2">{t('attachText')}</p>
        <SubmitButton>{t('attach')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
