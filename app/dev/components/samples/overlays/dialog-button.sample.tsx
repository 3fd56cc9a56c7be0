'use client'
import { Dialog } from '~/components/ui/overlays/dialog'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import { State } from '../../state'

export function DialogButtonSample() {
  return (
    <>
      <State name="allowed">
        <DialogButton label="Renommer" labelInFull="Renommer le serveur web-01" refusal={undefined}>
          {(onClose) => (
            <Dialog isOpen onClose={onClose} title="Renommer le serveur">
              <p>Le nom est visible de toute l’organisation.</p>
            </Dialog>
          )}
        </DialogButton>
      </State>
      <State name="refused, with its reason">
        <DialogButton label="Renommer" refusal="Votre rôle ne le permet pas.">
          {() => null}
        </DialogButton>
      </State>
    </>
  )
}
