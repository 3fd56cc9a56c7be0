'use client'
import { useTranslations } from 'next-intl'
import type { z } from 'zod'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { NumberField } from '~/components/ui/fields/number-field'
import { TextField } from '~/components/ui/fields/text-field'
import type { ChangeOutcome } from '~/lib/billing/client'
import type { setCreditorInput } from '~/lib/billing/schema'
import { setCreditorAction } from '../actions'

/** The seller's creditor identity, prefilled with the one in force. */
export function SetCreditor({ creditor }: { creditor: { identifier: string; noticeDays: number } | null }) {
  const t = useTranslations('settling')
  const changes = useTranslations('sellerChanges')
  return (
    <FormDialog<z.input<typeof setCreditorInput>, ChangeOutcome>
      label={t('creditor')}
      title={t('creditorTitle')}
      submit={t('creditorSave')}
      done={({ outcome }) => (outcome === 'proposed' ? changes('proposed') : t('creditorSaved'))}
      action={setCreditorAction}
      prove={(proof) => confirmStaffIdentityAction({ proof })}
    >
      <TextField
        name="identifier"
        label={t('creditor')}
        hint={t('creditorHint')}
        defaultValue={creditor?.identifier ?? ''}
        mono
        maxLength={40}
      />
      <NumberField
        name="noticeDays"
        label={t('noticeDays')}
        hint={t('noticeDaysHint')}
        defaultValue={creditor?.noticeDays ?? 14}
        min={1}
        max={30}
      />
    </FormDialog>
  )
}
