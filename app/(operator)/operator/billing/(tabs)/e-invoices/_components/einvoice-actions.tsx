'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FormDialog } from '~/components/form/form-dialog'
import { Select } from '~/components/ui/fields/select'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { EinvoiceView } from '~/lib/billing/client'
import {
  replaceInvoiceAction,
  resolveDeliveryAction,
  retryDeliveryAction,
  tellEmbeddedStatusAction,
} from '../actions'

type Code = '204' | '205' | '207' | '208' | '210' | '211' | '212'
const codes = ['204', '205', '207', '208', '210', '211', '212'] as const satisfies readonly Code[]

/** References that a buyer may require on an invoice, by channel. */
const referencesOf = {
  chorus_pro: ['engagement', 'serviceCode', 'purchaseOrder'],
  platform: ['purchaseOrder'],
  mail: [],
} as const satisfies Record<EinvoiceView['channel'], readonly (keyof Replacement)[]>

type Replacement = {
  deliveryId: string
  reason: string
  engagement?: string
  serviceCode?: string
  purchaseOrder?: string
}

/** Actions on an e-invoice: reissue it, mark its rejection as handled, retry, or answer as the simulated buyer. */
export function EinvoiceActions({ einvoice }: { einvoice: EinvoiceView }) {
  const t = useTranslations('billingDelivery')
  const refusalText = useRefusalText()
  const [isOpen, setOpen] = useState(false)
  const { id: deliveryId, documentNumber: number, state } = einvoice
  const retry = async () => {
    const result = await retryDeliveryAction({ deliveryId })
    showToast(result.ok ? 'ok' : 'bad', result.ok ? t('retryDone', { number }) : refusalText(result))
  }
  return (
    <span className="flex flex-wrap justify-end gap-1.5">
      {einvoice.isOpen && state === 'failed' && (
        <Button size="sm" onClick={retry}>
          {t('retry')}
        </Button>
      )}
      {einvoice.isOpen && state === 'rejected' && einvoice.documentKind === 'invoice' && (
        <FormDialog<Replacement, unknown>
          label={t('replace')}
          labelInFull={t('replaceInFull', { number })}
          title={t('replaceTitle', { number })}
          submit={t('replaceSubmit')}
          done={t('replaceDone', { number })}
          action={replaceInvoiceAction}
          extra={{ deliveryId }}
        >
          <p className="text-sm text-ink-2">{t('replaceText')}</p>
          <TextArea name="reason" label={t('replaceReason')} rows={2} maxLength={500} />
          {referencesOf[einvoice.channel].map((name) => (
            <TextField
              key={name}
              name={name}
              label={t(`reference.${name}`)}
              hint={t('replaceHint')}
              optional
              mono
              maxLength={50}
            />
          ))}
        </FormDialog>
      )}
      {einvoice.isOpen && (
        <Button size="sm" onClick={() => setOpen(true)} aria-label={t('settleInFull', { number })}>
          {t('settle')}
        </Button>
      )}
      {einvoice.isEmbedded && state === 'accepted' && (
        <FormDialog<{ deliveryId: string; code: Code; reason?: string }, void>
          label={t('tell')}
          labelInFull={t('tellInFull', { number })}
          title={t('tellTitle', { number })}
          submit={t('tellSubmit')}
          done={t('tellDone')}
          variant="quiet"
          action={tellEmbeddedStatusAction}
          extra={{ deliveryId }}
        >
          <p className="text-sm text-ink-2">{t('tellText')}</p>
          <Select
            name="code"
            label={t('tellCode')}
            options={codes.map((value) => ({ value, label: t(`code.${value}`) }))}
          />
          <TextArea name="reason" label={t('tellReason')} optional rows={2} maxLength={500} />
        </FormDialog>
      )}
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('settleTitle', { number })}
        confirmLabel={t('settle')}
        onConfirm={async () => {
          const result = await resolveDeliveryAction({ deliveryId })
          if (result.ok) showToast('ok', t('settleDone', { number }))
          return result
        }}
      >
        <p>{t('settleText')}</p>
      </ConfirmDialog>
    </span>
  )
}
