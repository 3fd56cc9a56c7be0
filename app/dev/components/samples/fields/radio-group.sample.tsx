'use client'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { State } from '../../state'

export function RadioGroupSample() {
  const options = [
    { value: 'none', label: 'Sans engagement', note: '0,0412 € par heure' },
    { value: 'year', label: 'Un an', note: '0,0350 € par heure', hint: 'Payé chaque mois.' },
    { value: 'three', label: 'Trois ans', note: 'Sur devis', disabled: true },
  ]
  return (
    <>
      <State name="list, with notes and hints">
        <RadioGroup name="radio-list" legend="Engagement" options={options} defaultValue="year" />
      </State>
      <State name="chips">
        <RadioGroup
          name="radio-chips"
          legend="Engagement"
          look="chips"
          options={options.map(({ value, label }) => ({ value, label }))}
          defaultValue="none"
        />
      </State>
      <State name="error">
        <RadioGroup
          name="radio-error"
          legend="Engagement"
          options={options.slice(0, 2)}
          error="Choisissez une durée."
        />
      </State>
    </>
  )
}
