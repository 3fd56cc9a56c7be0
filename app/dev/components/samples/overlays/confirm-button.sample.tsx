'use client'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { State } from '../../state'

export function ConfirmButtonSample() {
  return (
    <>
      <State name="allowed">
        <ConfirmButton
          label="Retirer"
          labelInFull="Retirer le nom www"
          title="Retirer www ?"
          danger
          refusal={undefined}
          done="www est retiré."
          onConfirm={async () => ({ ok: true, data: null })}
        >
          <p>Ce nom ne mènera plus nulle part.</p>
        </ConfirmButton>
      </State>
      <State name="refused, with its reason">
        <ConfirmButton
          label="Retirer"
          title="Retirer www ?"
          refusal="Votre rôle ne le permet pas."
          onConfirm={async () => ({ ok: true, data: null })}
        >
          <p>Ce nom ne mènera plus nulle part.</p>
        </ConfirmButton>
      </State>
    </>
  )
}
