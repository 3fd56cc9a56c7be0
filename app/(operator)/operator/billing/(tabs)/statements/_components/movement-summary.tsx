import { Money } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'

type Props = {
  movement: { cents: string; bookedOn: string; counterpartyName?: string | null; text: string }
}

/** The bank's data of a movement. Dialogs repeat it because they cover the list. */
export function MovementSummary({ movement }: Props) {
  return (
    <div className="grid content-start gap-0.5">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-lg font-semibold">
          <Money cents={BigInt(movement.cents)} />
        </span>
        <span className="text-sm text-ink-3">
          <Timestamp at={startOfParisDay(movement.bookedOn)} look="date" />
        </span>
      </p>
      {movement.counterpartyName && <p className="font-semibold">{movement.counterpartyName}</p>}
      <p className="font-mono text-sm text-ink-2 wrap-anywhere">{movement.text}</p>
    </div>
  )
}

/** Invoice numbers in a row; none is broken across lines. */
export function DocumentNumbers({ numbers }: { numbers: readonly string[] }) {
  return (
    <span className="font-mono text-sm">
      {numbers.map((number, at) => (
        <span key={number}>
          {at > 0 && ', '}
          <span className="whitespace-nowrap">{number}</span>
        </span>
      ))}
    </span>
  )
}
