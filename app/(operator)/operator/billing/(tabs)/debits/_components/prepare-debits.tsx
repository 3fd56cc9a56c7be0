'use client'
import { useTranslations } from 'next-intl'
import type { z } from 'zod'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { DateField } from '~/components/ui/fields/date-field'
import { showToast } from '~/components/ui/overlays/toast'
import type { prepareDebitsInput } from '~/lib/billing/schema'
import { prepareDebitsAction } from '../actions'

/** Prepares one file with all debits announced for that day or earlier. */
export function PrepareDebits({ day, refusal }: { day: string; refusal: string | undefined }) {
  const t = useTranslations('settling')
  return (
    <ActionForm<z.input<typeof prepareDebitsInput>, { debits: number; leftOut: number }>
      action={prepareDebitsAction}
      onSuccess={(done) => showToast('ok', t('prepared', done))}
      className="grid items-end gap-4 sm:grid-cols-[14rem_auto]"
    >
      <DateField name="collectOn" label={t('collectOn')} defaultValue={day} />
      <SubmitButton disabledReason={refusal}>{t('prepare')}</SubmitButton>
    </ActionForm>
  )
}
