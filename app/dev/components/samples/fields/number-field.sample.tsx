'use client'
import { NumberField } from '~/components/ui/fields/number-field'
import { State } from '../../state'

export function NumberFieldSample() {
  return (
    <>
      <State name="value">
        <NumberField name="number-value" label="Quantité" defaultValue={2} min={1} max={9} />
      </State>
      <State name="optional, hint">
        <NumberField name="number-optional" label="Plafond" hint="En euros par mois." optional />
      </State>
      <State name="error">
        <NumberField name="number-error" label="Quantité" defaultValue={0} error="Au moins un." />
      </State>
      <State name="readOnly">
        <NumberField name="number-read" label="Quantité" defaultValue={4} readOnly />
      </State>
    </>
  )
}
