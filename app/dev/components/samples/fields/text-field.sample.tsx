'use client'
import { TextField } from '~/components/ui/fields/text-field'
import { State } from '../../state'

export function TextFieldSample() {
  return (
    <>
      <State name="empty, hint">
        <TextField name="text-hint" label="Nom du serveur" hint="Lettres, chiffres et tirets." />
      </State>
      <State name="optional">
        <TextField name="text-optional" label="Référence" optional />
      </State>
      <State name="error">
        <TextField name="text-error" label="Nom du serveur" defaultValue="web 01" error="Sans espace." />
      </State>
      <State name="mono, suffix">
        <TextField name="text-suffix" label="Taille" mono suffix="Gio" defaultValue="40" />
      </State>
      <State name="disabled">
        <TextField name="text-disabled" label="Nom du serveur" defaultValue="web-01" disabled />
      </State>
      <State name="labelHidden">
        <TextField name="text-hidden" label="Nom du serveur" labelHidden placeholder="web-01" />
      </State>
    </>
  )
}
