import { Timestamp } from '~/components/ui/display/timestamp'
import { State } from '../../state'

export function TimestampSample() {
  return (
    <>
      {(['long', 'short', 'exact', 'date'] as const).map((look) => (
        <State key={look} name={look}>
          <Timestamp at={new Date('2026-03-02T09:02:07Z')} look={look} />
        </State>
      ))}
    </>
  )
}
