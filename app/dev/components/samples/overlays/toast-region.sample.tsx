'use client'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { State } from '../../state'

/** The root layout renders the page's only `ToastRegion`. */
export function ToastRegionSample() {
  return (
    <>
      {(['ok', 'info', 'warn', 'bad'] as const).map((tone) => (
        <State key={tone} name={tone}>
          <Button onClick={() => showToast(tone, 'Le serveur est arrêté.')}>Montrer</Button>
        </State>
      ))}
      <State name="action">
        <Button onClick={() => showToast('ok', 'Serveur supprimé.', { label: 'Annuler', run: () => {} })}>
          Montrer
        </Button>
      </State>
    </>
  )
}
