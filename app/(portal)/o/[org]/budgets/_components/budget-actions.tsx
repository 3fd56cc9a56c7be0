'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LateFormInDialog } from '~/components/form/late-form-in-dialog'
import { Button } from '~/components/ui/links/button'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { BudgetView } from '~/lib/budgets/client'
import type { Id } from '~/lib/kernel/ids'
import { changeBudgetAction, endBudgetAction } from '../actions'
import { BudgetFields } from './budget-fields'

type Props = { organisationId: string; budget: BudgetView; refusal: string | undefined }
type Input = {
  organisationId: string
  budgetId: Id<'budget'>
  name: string
  monthlyEuros: number
  thresholds: string
  isHard?: boolean
}

/** Changes the amount of a budget, or deletes it. */
export function BudgetActions({ organisationId, budget, refusal }: Props) {
  const t = useTranslations('budgets')
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  const { id: budgetId, name } = budget
  return (
    <span className="flex gap-1.5 whitespace-nowrap">
      <Button size="sm" disabledReason={refusal} onClick={() => setOpen(true)}>
        {t('change')}
      </Button>
      <ConfirmButton
        size="sm"
        variant="quiet"
        label={t('end')}
        refusal={refusal}
        title={t('endTitle', { name })}
        danger
        onConfirm={() => endBudgetAction({ organisationId, budgetId })}
        done={t('ended', { name })}
      >
        <p>{t('endText')}</p>
      </ConfirmButton>
      <LateFormInDialog<Input, void>
        isOpen={isOpen}
        onClose={close}
        title={t('changeTitle', { name })}
        submit={t('save')}
        action={changeBudgetAction}
        extra={{ organisationId, budgetId }}
        onSuccess={close}
        successToast={t('saved')}
      >
        <BudgetFields budget={budget} />
      </LateFormInDialog>
    </span>
  )
}
