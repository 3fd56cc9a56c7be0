'use client'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { State } from '../../state'

export function ConfirmDialogSample() {
  const [open, setOpen] = useState<'plain' | 'danger' | 'refused' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <State name="asks">
        <Button onClick={() => setOpen('plain')}>Ouvrir</Button>
        <ConfirmDialog
          isOpen={open === 'plain'}
          onClose={close}
          title="Redémarrer le serveur ?"
          confirmLabel="Redémarrer"
          onConfirm={async () => ({ ok: true, data: null })}
        >
          <p>Les connexions ouvertes sont coupées.</p>
        </ConfirmDialog>
      </State>
      <State name="danger, typeName">
        <Button variant="danger" onClick={() => setOpen('danger')}>
          Ouvrir
        </Button>
        <ConfirmDialog
          isOpen={open === 'danger'}
          onClose={close}
          title="Supprimer le serveur ?"
          confirmLabel="Supprimer"
          danger
          typeName="web-01"
          onConfirm={async () => ({ ok: true, data: null })}
        >
          <p>Le disque est effacé dans sept jours.</p>
        </ConfirmDialog>
      </State>
      <State name="refused">
        <Button onClick={() => setOpen('refused')}>Ouvrir</Button>
        <ConfirmDialog
          isOpen={open === 'refused'}
          onClose={close}
          title="Redémarrer le serveur ?"
          confirmLabel="Redémarrer"
          onConfirm={async () => ({ ok: false, code: 'conflict' })}
        >
          <p>La demande est toujours refusée ici.</p>
        </ConfirmDialog>
      </State>
    </>
  )
}
