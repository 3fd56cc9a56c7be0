'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { formatDate, type Locale } from '~/lib/kernel/text/format'
import {
  type BuyerRules,
  type CartReferences,
  type CostReferenceName,
  costReferenceNames,
} from '~/lib/ordering/client'

type Props = {
  rules: BuyerRules
  value: CartReferences
  /** Prefix of the field names where a form submits them: `costReferences.`. */
  prefix?: string
  /** The error that prevents ordering, shown at its field. */
  wrong?: { name: CostReferenceName; text: string } | null
  /** Below the number of the purchase order. */
  purchaseOrder?: ReactNode
  onChange: (references: CartReferences) => void
}

/** One field for each reference required of this buyer. */
export function ReferenceFields({ rules, value, prefix = '', wrong, purchaseOrder, onChange }: Props) {
  const t = useTranslations('ordering.references')
  const locale = useLocale() as Locale
  function hintOf(name: CostReferenceName, requirement: string) {
    if (name === 'payerSiret') {
      const { structureName, structureAsOf } = rules
      if (!structureName) return t('usualPayer')
      if (!structureAsOf) return structureName
      return t('structureAsOf', { name: structureName, date: formatDate(new Date(structureAsOf), locale) })
    }
    return requirement === 'either' ? t('either') : undefined
  }
  return costReferenceNames.flatMap((name) => {
    const requirement = rules.asked[name]
    if (!requirement) return []
    const shared = {
      name: `${prefix}${name}`,
      label: t(name),
      optional: requirement !== 'required',
      error: wrong?.name === name ? wrong.text : undefined,
      hint: hintOf(name, requirement),
      value: value[name] ?? '',
    }
    const change = (typed: string) => onChange({ ...value, [name]: typed })
    if (name === 'serviceCode' && rules.serviceCodes.length > 0)
      return (
        <Select
          key={name}
          {...shared}
          placeholder={t('choose')}
          options={rules.serviceCodes.map((each) => ({
            value: each.code,
            label: t('code', { code: each.code, name: each.name }),
          }))}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )
    const field = (
      <TextField
        key={name}
        {...shared}
        mono
        autoComplete="off"
        maxLength={name === 'serviceCode' ? 100 : 50}
        {...(name === 'payerSiret' && { placeholder: rules.payerSiret ?? '', inputMode: 'numeric' as const })}
        onChange={(event) => change(event.currentTarget.value)}
      />
    )
    if (name !== 'purchaseOrderNumber' || !purchaseOrder) return field
    return (
      <div key={name} className="grid content-start gap-2">
        {field}
        {purchaseOrder}
      </div>
    )
  })
}
