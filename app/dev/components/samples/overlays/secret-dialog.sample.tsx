'use client'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { SecretDialog } from '~/components/ui/overlays/secret-dialog'
import { State } from '../../state'

export function SecretDialogSample() {
  const [isOpen, setOpen] = useState(false)
  return (
    <State name="shown once">
      <Button onClick={() => setOpen(true)}>Ouvrir</Button>
      {isOpen && (
        <SecretDialog
          secret="ak_7c1e7a559a0f33a1d6e1a001"
          words={{
            what: 'Clé d’accès',
            once: 'Cette clé n’est affichée qu’une fois.',
            how: 'Envoyez-la dans l’en-tête Authorization.',
            kept: 'Je l’ai conservée',
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </State>
  )
}
