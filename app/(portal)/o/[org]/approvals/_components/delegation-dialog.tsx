'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { DateField } from '~/components/ui/fields/date-field'
import { Select } from '~/components/ui/fields/select'
import { Dialog } from '~/components/ui/overlays/dialog'
import { delegateApprovalAction } from '../actions'

type Input = { organisationId: string; memberId: string; startsOn: string; endsOn: string }
type Props = {
  organisationId: string
  members: { id: string; name: string }[]
  today: string
  onClose: () => void
}

/** Delegates the member's approvals. */
export function DelegationDialog({ organisationId, members, today, onClose }: Props) {
  const t = useTranslations('buying.approvals')
  return (
    <Dialog isOpen onClose={onClose} title={t('delegate')}>
      <ActionForm<Input, void>
        action={delegateApprovalAction}
        extra={{ organisationId }}
        onSuccess={onClose}
        successToast={t('delegated')}
      >
        <Select
          name="memberId"
          label={t('to')}
          options={members.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <DateField name="startsOn" label={t('startsOn')} defaultValue={today} />
          <DateField name="endsOn" label={t('endsOn')} />
        </div>
        <SubmitButton variant="primary">{t('delegateSave')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
