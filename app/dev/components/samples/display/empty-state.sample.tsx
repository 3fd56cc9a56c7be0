'use client'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Button } from '~/components/ui/links/button'
import { State } from '../../state'

export function EmptyStateSample() {
  return (
    <>
      <State name="title, words, action">
        <EmptyState icon="server" title="Aucun serveur" action={<Button variant="primary">Commander</Button>}>
          Un serveur apparaît ici dès que sa commande est acceptée.
        </EmptyState>
      </State>
      <State name="title alone">
        <EmptyState title="Aucune facture" />
      </State>
    </>
  )
}
