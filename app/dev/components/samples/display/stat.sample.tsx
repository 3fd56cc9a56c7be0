import { Stat } from '~/components/ui/display/stat'
import { State } from '../../state'

export function StatSample() {
  return (
    <>
      <State name="plain">
        <Stat label="Serveurs" value="42" note="dont 3 arrêtés" />
      </State>
      <State name="ok">
        <Stat label="Disponibilité" value="99,98 %" tone="ok" />
      </State>
      <State name="bad">
        <Stat label="Disponibilité" value="97,20 %" note="promesse : 99,9 %" tone="bad" />
      </State>
    </>
  )
}
