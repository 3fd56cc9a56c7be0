import { Kbd } from '~/components/ui/display/kbd'
import { State } from '../../state'

export function KbdSample() {
  return (
    <>
      <State name="on paper">
        <Kbd>Ctrl K</Kbd>
      </State>
      <State name="onNight">
        <span className="on-night inline-block rounded-control bg-night px-3 py-2">
          <Kbd onNight>Ctrl K</Kbd>
        </span>
      </State>
    </>
  )
}
