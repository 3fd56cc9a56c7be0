'use client'
import { LatePart } from '~/components/ui/overlays/late-part'
import { State } from '../../state'

export function LatePartSample() {
  return (
    <State name="arrived">
      <LatePart fallback={<p>En attente</p>}>
        <p>Le contenu est là.</p>
      </LatePart>
    </State>
  )
}
