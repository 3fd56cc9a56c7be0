'use client'
import { useTranslations } from 'next-intl'
import type { z } from 'zod'
import { FormDialog } from '~/components/form/form-dialog'
import { DateField } from '~/components/ui/fields/date-field'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { LateView } from '~/lib/billing/client'
import type {
  dunningDecisionInput,
  holdDunningInput,
  recordRateInput,
  reinstateInput,
} from '~/lib/billing/schema'
import {
  decideDunningAction,
  holdDunningAction,
  recordRateAction,
  reinstateAction,
  releaseDunningAction,
} from '../actions'

/** Actions on a late invoice: decide a due step, pause or resume the letters. */
export function LateActions({ late }: { late: LateView }) {
  const t = useTranslations('settling')
  const refusalText = useRefusalText()
  const { documentId, number, decision } = late
  const release = async () => {
    const result = await releaseDunningAction({ documentId })
    showToast(result.ok ? 'ok' : 'bad', result.ok ? t('released') : refusalText(result))
  }
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {decision &&
        (['carried_out', 'declined'] as const).map((outcome) => (
          <FormDialog<z.input<typeof dunningDecisionInput>, void>
            key={outcome}
            label={t(`decide.${decision}.${outcome}`)}
            labelInFull={t('decideOf', { what: t(`decide.${decision}.${outcome}`), number })}
            title={t(`decideTitle.${decision}`, { customer: late.customer })}
            submit={t(`decide.${decision}.${outcome}`)}
            done={t('decisionKept')}
            action={decideDunningAction}
            extra={{ documentId, step: decision, decision: outcome }}
          >
            <p className="text-ink-2">{t(`decideText.${decision}`)}</p>
            <TextArea name="note" label={t('note')} hint={t('decisionHint')} maxLength={500} />
          </FormDialog>
        ))}
      {late.heldFor ? (
        <Button size="sm" onClick={release}>
          {t('release')}
        </Button>
      ) : (
        <FormDialog<z.input<typeof holdDunningInput>, void>
          label={t('hold')}
          labelInFull={t('holdOf', { number })}
          title={t('holdTitle', { number })}
          submit={t('hold')}
          done={t('held')}
          action={holdDunningAction}
          extra={{ documentId }}
          variant="quiet"
        >
          <TextField name="reason" label={t('note')} hint={t('holdHint')} maxLength={200} />
        </FormDialog>
      )}
    </div>
  )
}

/** Lift the suspension of an organisation. */
export function Reinstate({ organisationId, name }: { organisationId: string; name: string }) {
  const t = useTranslations('settling')
  return (
    <FormDialog<z.input<typeof reinstateInput>, void>
      label={t('reinstate')}
      labelInFull={t('reinstateOf', { name })}
      title={t('reinstateTitle', { name })}
      submit={t('reinstate')}
      done={t('reinstated')}
      action={reinstateAction}
      extra={{ organisationId: organisationId as z.input<typeof reinstateInput>['organisationId'] }}
    >
      <TextArea name="note" label={t('note')} hint={t('decisionHint')} maxLength={500} />
    </FormDialog>
  )
}

/** Record an announced rate of the central bank. */
export function RecordRate() {
  const t = useTranslations('settling')
  return (
    <FormDialog<z.input<typeof recordRateInput>, void>
      label={t('addRate')}
      title={t('addRateTitle')}
      submit={t('addRate')}
      done={t('rateKept')}
      action={recordRateAction}
    >
      <DateField name="from" label={t('rateFrom')} />
      <TextField
        name="percent"
        label={t('ratePercent')}
        hint={t('ratePercentHint')}
        inputMode="decimal"
        maxLength={6}
      />
    </FormDialog>
  )
}
