'use client'
import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/card'
import { Disclosure } from '~/components/ui/disclosure'
import { TextField } from '~/components/ui/text-field'
import type { CartReferences } from '~/lib/ordering/client'

const ofPublicBody = ['serviceCode', 'commitmentReference', 'marketNumber', 'purchaseOrderNumber'] as const
const ofCompany = ['purchaseOrderNumber'] as const

type Props = {
  isPublicBody: boolean
  value: CartReferences
  onChange: (references: CartReferences) => void
}

/** What the buyer's accountant will ask for. A company sees one field, folded away. */
export function ReferencesCard({ isPublicBody, value, onChange }: Props) {
  const t = useTranslations('ordering.references')
  const fields = (isPublicBody ? ofPublicBody : ofCompany).map((name) => (
    <TextField
      key={name}
      name={name}
      label={t(name)}
      optional
      mono
      maxLength={50}
      value={value[name] ?? ''}
      onChange={(event) => onChange({ ...value, [name]: event.currentTarget.value })}
    />
  ))
  if (!isPublicBody) {
    return (
      <Disclosure summary={t('title')}>
        <div className="max-w-sm">{fields}</div>
      </Disclosure>
    )
  }
  return (
    <Card title={t('title')} note={t('note')}>
      <div className="grid gap-4 sm:grid-cols-2">{fields}</div>
    </Card>
  )
}
