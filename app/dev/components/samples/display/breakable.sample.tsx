import { Breakable } from '~/components/ui/display/breakable'
import { State } from '../../state'

export function BreakableSample() {
  return (
    <State name="in a narrow place">
      <code className="block w-44 text-sm wrap-anywhere">
        <Breakable text="ssh root@portail-citoyen-01.production.cloud.andromede.example" />
      </code>
    </State>
  )
}
