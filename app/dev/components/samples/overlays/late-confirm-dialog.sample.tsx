'use client'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { State } from '../../state'

export function LateConfirmDialogSample() {
  const [isOpen, setOpen] = useState(false)
  return (
    <State name="loaded when it opens">
      <Button onClick={() => setOpen(true)}>Ouvrir</Button>
      <LateConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title="Retirer ce membre ?"
        confirmLabel="Retirer"
        onConfirm={async () => ({ ok: true, data: null })}
      >
        <p>Ses accès cessent aussitôt.</p>
      </LateConfirmDialog>
    </State>
  )
}
