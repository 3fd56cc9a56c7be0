'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { TextArea } from '~/components/ui/fields/text-area'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { Id } from '~/lib/kernel/ids'
import { decideServiceCreditAction } from '../actions'

type Props = {
  creditId: Id<'serviceCredit'>
  resource: string
  period: string
  refusal: string | undefined
}
type Refusal = { creditId: Id<'serviceCredit'>; decision: 'refused'; reason: string }

/** A billing officer's decision on a credit above the limit: accepting grants it at once, refusing needs a reason. */
export function CreditDecision({ creditId, resource, period, refusal }: Props) {
  const t = useTranslations('serviceCredits')
  const refusalText = useRefusalText()
  const confirm = async () => {
    const result = await decideServiceCreditAction({ creditId, decision: 'confirmed' })
    if (result.ok) showToast('ok', t('desk.confirmed'))
    else showToast('bad', refusalText(result))
  }
  return (
    <span className="flex gap-1.5">
      <Button
        size="sm"
        variant="primary"
        disabledReason={refusal}
        onClick={confirm}
        aria-label={t('desk.confirmOf', { resource, period })}
      >
        {t('desk.confirm')}
      </Button>
      <FormDialog<Refusal, void>
        label={t('desk.refuse')}
        labelInFull={t('desk.refuseOf', { resource, period })}
        disabledReason={refusal}
        title={t('desk.refuseTitle', { resource })}
        submit={t('desk.refuse')}
        done={t('desk.refused')}
        action={decideServiceCreditAction}
        extra={{ creditId, decision: 'refused' }}
      >
        <TextArea name="reason" label={t('desk.refuseReason')} minLength={5} maxLength={300} rows={3} />
      </FormDialog>
    </span>
  )
}
