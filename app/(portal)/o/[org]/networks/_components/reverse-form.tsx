import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { Id } from '~/lib/kernel/ids'

/** A reserved IPv4 address, or the IPv6 address of a server. */
type Target = { addressId: Id<'publicAddress'> } | { address6: string }
type Input = { organisationId: string; name: string } & Target
type Props = {
  organisationId: string
  address: string
  target: Target
  /** The name that the customer chose before. */
  chosen: string | null
  onClose: () => void
  action: (input: Input) => Promise<ActionResult<void>>
}

/** The name that an address answers with; empty for its server's. */
export function ReverseForm({ organisationId, address, target, chosen, onClose, action }: Props) {
  const t = useTranslations('names.reverse')
  return (
    <Dialog isOpen onClose={onClose} title={t('setTitle', { address })}>
      <ActionForm<Input, void>
        action={action}
        extra={{ organisationId, ...target }}
        prepare={(input) => ({ ...input, name: input.name ?? '' })}
        successToast={t('done', { address })}
        onSuccess={onClose}
      >
        <TextField
          name="name"
          label={t('name')}
          hint={t('hint')}
          defaultValue={chosen ?? ''}
          optional
          mono
          maxLength={253}
          autoCapitalize="none"
          spellCheck={false}
        />
        <p className="text-ink-2">{t('text')}</p>
        <SubmitButton>{t('submit')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
