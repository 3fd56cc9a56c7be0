'use client'
import { Blocked } from '~/components/ui/display/blocked'
import { buttonClass } from '~/components/ui/links/button-class'
import { State } from '../../state'

export function BlockedSample() {
  return (
    <State name="hover or focus shows the reason">
      <button
        type="button"
        aria-disabled="true"
        aria-describedby="blocked-sample"
        className={buttonClass({})}
      >
        Supprimer
      </button>
      <Blocked id="blocked-sample" reason="Arrêtez d’abord le serveur." />
    </State>
  )
}
