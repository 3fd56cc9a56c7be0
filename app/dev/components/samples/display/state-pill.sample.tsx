import { Badge, StatePill } from '~/components/ui/display/state-pill'
import { State } from '../../state'

export function StatePillSample() {
  return (
    <>
      <State name="tones" wide>
        <div className="flex flex-wrap gap-2">
          {(['ok', 'warn', 'bad', 'info', 'off'] as const).map((tone) => (
            <StatePill key={tone} tone={tone}>
              {tone}
            </StatePill>
          ))}
        </div>
      </State>
      <State name="busy">
        <StatePill tone="info" busy>
          En création
        </StatePill>
      </State>
      <State name="Badge, and mono">
        <div className="flex gap-2">
          <Badge>Bientôt facturé</Badge>
          <Badge mono>v2.4</Badge>
        </div>
      </State>
    </>
  )
}
