'use client'
import { Field, FieldError, OptionalMark } from '~/components/ui/fields/field'
import { controlClass } from '~/components/ui/fields/field-class'
import { State } from '../../state'

export function FieldSample() {
  return (
    <>
      <State name="Field around a control of one’s own">
        <Field
          id="field-sample"
          hintId="field-sample-hint"
          errorId={undefined}
          label="Couleur"
          hint="En hexadécimal."
        >
          <input id="field-sample" aria-describedby="field-sample-hint" className={controlClass()} />
        </Field>
      </State>
      <State name="FieldError">
        <FieldError id="field-error-sample" text="Cette valeur est déjà prise." />
      </State>
      <State name="OptionalMark">
        <p className="text-sm font-semibold">
          Commentaire
          <OptionalMark />
        </p>
      </State>
    </>
  )
}
