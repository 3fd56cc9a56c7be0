'use client'
import { useTranslations } from 'next-intl'
import { ReferenceFields } from '~/components/ordering/reference-fields'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { Disclosure } from '~/components/ui/display/disclosure'
import type {
  BuyerRules,
  CartReferences,
  CostReferenceName,
  PurchaseOrderPreview,
} from '~/lib/ordering/client'
import { PurchaseOrderUse } from './purchase-order-use'

type Props = {
  isPublicBody: boolean
  rules: BuyerRules
  value: CartReferences
  /** The error that prevents ordering, shown at its field. */
  wrong: { name: CostReferenceName; text: string } | null
  openPurchaseOrders: readonly { number: string; endsOn: string }[]
  purchaseOrder: PurchaseOrderPreview | null
  onChange: (references: CartReferences) => void
}

/** The buyer's references; for a public body, those that the paying structure requires in its directory. */
export function ReferencesCard({
  isPublicBody,
  rules,
  value,
  wrong,
  openPurchaseOrders,
  purchaseOrder,
  onChange,
}: Props) {
  const t = useTranslations('ordering.references')
  const fields = (
    <ReferenceFields
      rules={rules}
      value={value}
      wrong={wrong}
      onChange={onChange}
      purchaseOrder={
        <PurchaseOrderUse
          open={openPurchaseOrders}
          number={value.purchaseOrderNumber?.trim() ?? ''}
          preview={purchaseOrder}
          onChoose={(purchaseOrderNumber) => onChange({ ...value, purchaseOrderNumber })}
        />
      }
    />
  )
  if (!isPublicBody && rules.asked.purchaseOrderNumber !== 'required') {
    return (
      <Disclosure summary={t('title')}>
        <div className="max-w-sm">{fields}</div>
      </Disclosure>
    )
  }
  return (
    <Card title={t('title')} note={t('note')}>
      <div className="grid gap-4 sm:grid-cols-2">{fields}</div>
      {rules.check && rules.check !== 'checked' && (
        <Callout tone="info" title={t(`unchecked.${rules.check}`)} className="mt-4">
          {t('uncheckedText')}
        </Callout>
      )}
    </Card>
  )
}
