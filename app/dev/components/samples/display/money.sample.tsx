import { HourlyPrice, Money } from '~/components/ui/display/money'
import { State } from '../../state'

export function MoneySample() {
  return (
    <>
      <State name="Money">
        <Money cents={123_456n} />
      </State>
      <State name="Money, bare, negative">
        <Money cents={-4_200n} bare />
      </State>
      <State name="HourlyPrice">
        <HourlyPrice microCents={1_234_500n} />
      </State>
      <State name="HourlyPrice, bare">
        <HourlyPrice microCents={1_234_500n} bare />
      </State>
    </>
  )
}
