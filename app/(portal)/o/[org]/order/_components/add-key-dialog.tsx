'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { KeyChoice } from './key-choice'

type Input = { organisationId: string; name?: string; publicKey: string }
export type AddKeyAction = (input: Input) => Promise<ActionResult<KeyChoice>>

type Props = {
  organisationId: string
  action: AddKeyAction
  onClose: () => void
  onAdded: (key: KeyChoice) => void
}

export function AddKeyDialog({ organisationId, action, onClose, onAdded }: Props) {
  const t = useTranslations('ordering.key')
  return (
    <Dialog isOpen onClose={onClose} title={t('title')}>
      <ActionForm action={action} extra={{ organisationId }} onSuccess={onAdded}>
        <TextArea name="publicKey" label={t('publicKey')} hint={t('publicKeyHint')} mono rows={4} />
        <TextField name="name" label={t('name')} optional maxLength={60} />
        <SubmitButton variant="primary">{t('save')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
