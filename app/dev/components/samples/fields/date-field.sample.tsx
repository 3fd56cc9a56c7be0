'use client'
import { DateField } from '~/components/ui/fields/date-field'
import { State } from '../../state'

export function DateFieldSample() {
  return (
    <>
      <State name="value">
        <DateField name="date-value" label="Premier jour" defaultValue="2026-11-30" />
      </State>
      <State name="optional, hint">
        <DateField name="date-optional" label="Dernier jour" hint="Ce jour compris." optional />
      </State>
      <State name="withTime">
        <DateField name="date-time" withTime label="Début" defaultValue="2026-11-30T11:37" />
      </State>
      <State name="error">
        <DateField name="date-error" label="Dernier jour" error="Avant le premier jour." />
      </State>
      <State name="disabled">
        <DateField name="date-disabled" label="Premier jour" defaultValue="2026-11-30" disabled />
      </State>
    </>
  )
}
