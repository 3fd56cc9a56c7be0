'use client'
import { Select } from '~/components/ui/fields/select'
import { State } from '../../state'

export function SelectSample() {
  const options = [
    { value: 'par1', label: 'PAR1' },
    { value: 'lyo1', label: 'LYO1' },
    { value: 'mrs1', label: 'MRS1, complète', disabled: true },
  ]
  return (
    <>
      <State name="value">
        <Select name="select-value" label="Zone" options={options} defaultValue="par1" />
      </State>
      <State name="placeholder, hint">
        <Select
          name="select-hint"
          label="Zone"
          hint="Là où vivra le serveur."
          placeholder="Choisir"
          options={options}
        />
      </State>
      <State name="error">
        <Select name="select-error" label="Zone" options={options} error="Cette zone est complète." />
      </State>
      <State name="disabled">
        <Select name="select-disabled" label="Zone" options={options} disabled />
      </State>
    </>
  )
}
