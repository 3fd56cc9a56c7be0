'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import type { BundleEntry } from '~/lib/catalogue/client'
import { setFieldsAction } from '../actions'

type Choice = { id: string; name: string }
type Props = {
  bundle: BundleEntry
  choices: { zones: readonly Choice[]; images: readonly Choice[] }
  mayChange: boolean
}
const rules = ['open', 'default', 'fixed'] as const

/** Which order fields of this bundle are fixed, prefilled or free. */
export function FieldsCard({ bundle, choices, mayChange }: Props) {
  const t = useTranslations('pricing.fields')
  const { zone, image, placement, commitment, quantityMax } = bundle.fields
  const isStorage = bundle.kind === 'storage'
  const nameIn = (list: readonly Choice[], id: string) => list.find((each) => each.id === id)?.name ?? id
  const said = (rule: { rule: 'fixed' | 'default' } | undefined, value: string) =>
    rule ? t(`said.${rule.rule}`, { value }) : t('rule.open')
  const months = (value: number | string) =>
    Number(value) === 0 ? t('hourly') : t('months', { months: Number(value) })
  const placed = (value: 'none' | 'apart_by_rack') => t(`placements.${value}`)
  return (
    <Card
      title={t('title')}
      padded={false}
      actions={
        mayChange && (
          <FormDialog
            label={t('edit')}
            title={t('editNamed', { name: bundle.name })}
            submit={t('save')}
            done={t('saved')}
            size="lg"
            action={setFieldsAction}
            extra={{ bundleId: bundle.id }}
          >
            <Ruled
              name="zone"
              label={t('zone')}
              rule={zone?.rule}
              value={zone?.value}
              options={choices.zones.map(({ id, name }) => ({ value: id, label: name }))}
            />
            {isStorage ? (
              <Unruled names={['image', 'placement']} image={choices.images[0]?.id ?? ''} />
            ) : (
              <>
                <Ruled
                  name="image"
                  label={t('image')}
                  rule={image?.rule}
                  value={image?.value}
                  options={choices.images.map(({ id, name }) => ({ value: id, label: name }))}
                />
                <Ruled
                  name="placement"
                  label={t('placement')}
                  rule={placement?.rule}
                  value={placement?.value}
                  options={(['none', 'apart_by_rack'] as const).map((value) => ({
                    value,
                    label: placed(value),
                  }))}
                />
              </>
            )}
            <Ruled
              name="commitment"
              label={t('commitment')}
              rule={commitment?.rule}
              value={commitment && String(commitment.value)}
              options={['0', '12', '36'].map((value) => ({ value, label: months(value) }))}
            />
            <TextField
              name="quantityMax"
              label={t('quantityMax')}
              hint={t('quantityHint')}
              optional
              inputMode="numeric"
              maxLength={2}
              className="max-w-60"
              defaultValue={quantityMax === undefined ? '' : String(quantityMax)}
            />
          </FormDialog>
        )
      }
    >
      <DescriptionList
        items={[
          { key: 'zone', term: t('zone'), value: said(zone, zone ? nameIn(choices.zones, zone.value) : '') },
          ...(isStorage
            ? []
            : [
                {
                  key: 'image',
                  term: t('image'),
                  value: said(image, image ? nameIn(choices.images, image.value) : ''),
                },
                {
                  key: 'placement',
                  term: t('placement'),
                  value: said(placement, placement ? placed(placement.value) : ''),
                },
              ]),
          {
            key: 'commitment',
            term: t('commitment'),
            value: said(commitment, commitment ? months(commitment.value) : ''),
          },
          {
            key: 'quantity',
            term: t('quantityMax'),
            value: quantityMax === undefined ? t('rule.open') : t('atMost', { max: quantityMax }),
          },
        ]}
      />
    </Card>
  )
}

type RuledProps = {
  name: string
  label: string
  rule: 'fixed' | 'default' | undefined
  value: string | undefined
  options: { value: string; label: string }[]
}

function Ruled({ name, label, rule, value, options }: RuledProps) {
  const t = useTranslations('pricing.fields')
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Select
        name={`${name}.rule`}
        label={label}
        defaultValue={rule ?? 'open'}
        options={rules.map((each) => ({ value: each, label: t(`rule.${each}`) }))}
      />
      <Select
        name={`${name}.value`}
        label={t('valueOf', { field: label })}
        defaultValue={value ?? options[0]?.value ?? ''}
        options={options}
      />
    </div>
  )
}

/** A volume has neither image nor placement, but the form must still send a value for both. */
function Unruled({ names, image }: { names: readonly ('image' | 'placement')[]; image: string }) {
  return names.map((name) => (
    <span key={name} hidden>
      <input type="text" readOnly name={`${name}.rule`} value="open" />
      <input type="text" readOnly name={`${name}.value`} value={name === 'image' ? image : 'none'} />
    </span>
  ))
}
