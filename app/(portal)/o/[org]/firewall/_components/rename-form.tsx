import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import { renameRuleSetAction } from '../actions'

type Props = { organisationId: string; setId: `rls_${string}`; name: string; onClose: () => void }

export function RenameForm({ organisationId, setId, name, onClose }: Props) {
  const t = useTranslations('firewall')
  return (
    <Dialog isOpen onClose={onClose} title={t('rename.openInFull', { name })}>
      <ActionForm
        action={renameRuleSetAction}
        extra={{ organisationId, setId }}
        successToast={t('rename.done')}
        onSuccess={onClose}
      >
        <TextField
          name="name"
          label={t('create.name')}
          defaultValue={name}
          maxLength={60}
          autoComplete="off"
        />
        <SubmitButton>{t('rename.open')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
