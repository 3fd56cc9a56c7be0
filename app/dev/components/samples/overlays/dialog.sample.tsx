'use client'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import { State } from '../../state'

export function DialogSample() {
  const [open, setOpen] = useState<'md' | 'lg' | null>(null)
  return (
    <>
      {(['md', 'lg'] as const).map((size) => (
        <State key={size} name={`size ${size}`}>
          <Button onClick={() => setOpen(size)}>Ouvrir</Button>
          <Dialog
            isOpen={open === size}
            onClose={() => setOpen(null)}
            title="Renommer le serveur"
            size={size}
            footer={
              <Button variant="primary" onClick={() => setOpen(null)}>
                Enregistrer
              </Button>
            }
          >
            <p>Le nom est visible de toute l’organisation.</p>
          </Dialog>
        </State>
      ))}
    </>
  )
}
