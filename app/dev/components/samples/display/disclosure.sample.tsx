import { Disclosure } from '~/components/ui/display/disclosure'
import { State } from '../../state'

export function DisclosureSample() {
  return (
    <>
      <State name="closed">
        <Disclosure summary="Détails techniques">Noyau 6.12, image du 3 mars.</Disclosure>
      </State>
      <State name="open">
        <Disclosure summary="Détails techniques" open>
          Noyau 6.12, image du 3 mars.
        </Disclosure>
      </State>
    </>
  )
}
