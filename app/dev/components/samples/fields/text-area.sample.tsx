'use client'
import { TextArea } from '~/components/ui/fields/text-area'
import { State } from '../../state'

export function TextAreaSample() {
  return (
    <>
      <State name="empty, hint">
        <TextArea name="area-hint" label="Message" hint="Décrivez ce que vous voyez." />
      </State>
      <State name="mono, filled">
        <TextArea
          name="area-mono"
          label="Clé publique"
          mono
          defaultValue="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI anne@valmont"
        />
      </State>
      <State name="error, optional">
        <TextArea name="area-error" label="Message" optional error="Au plus 2 000 caractères." />
      </State>
    </>
  )
}
