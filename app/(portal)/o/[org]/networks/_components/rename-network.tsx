import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { NetworkView } from '~/lib/resources/client'

type Input = { organisationId: string; networkId: NetworkView['id']; name: string }
type Props = Input & { onClose: () => void; action: (input: Input) => Promise<ActionResult<void>> }

/** The name of a network, which nothing else depends on. */
export function RenameNetwork({ organisationId, networkId, name, onClose, action }: Props) {
  const t = useTranslations('networks')
  return (
    <Dialog isOpen onClose={onClose} title={t('manage.renameTitle', { name })}>
      <ActionForm
        action={action}
        extra={{ organisationId, networkId }}
        successToast={t('manage.renamed')}
        onSuccess={onClose}
      >
        <TextField
          name="name"
          label={t('create.name')}
          defaultValue={name}
          maxLength={40}
          autoComplete="off"
        />
        <SubmitButton>{t('manage.rename')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
