'use client'
import { AriaRoot } from '~/components/ui/overlays/aria-root'
import { State } from '../../state'

export function AriaRootSample() {
  return (
    <State name="around a piece that is loaded later">
      <AriaRoot>
        <p>Le contenu garde la langue de la page.</p>
      </AriaRoot>
    </State>
  )
}
