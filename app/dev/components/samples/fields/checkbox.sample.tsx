'use client'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { State } from '../../state'

export function CheckboxSample() {
  return (
    <>
      <State name="empty">
        <Checkbox name="checkbox-empty" label="Recevoir les alertes" />
      </State>
      <State name="checked, with hint">
        <Checkbox
          name="checkbox-hint"
          label="Recevoir les alertes"
          hint="Un courriel par incident."
          defaultChecked
        />
      </State>
      <State name="error">
        <Checkbox
          name="checkbox-error"
          label="J’accepte les conditions"
          error="Cochez cette case pour continuer."
        />
      </State>
      <State name="disabled">
        <Checkbox name="checkbox-disabled" label="Recevoir les alertes" disabled />
      </State>
    </>
  )
}
