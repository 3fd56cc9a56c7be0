'use client'
import { Blocked } from '~/components/ui/blocked'
import { buttonClass } from '~/components/ui/button-class'
import { State } from '../state'

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
