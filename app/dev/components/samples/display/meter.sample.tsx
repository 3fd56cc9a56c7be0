import { Bar, Meter } from '~/components/ui/display/meter'
import { State } from '../../state'

export function MeterSample() {
  return (
    <>
      {[30, 85, 100].map((value) => (
        <State key={value} name={`auto, ${value} of 100`}>
          <Meter label="Quota" value={value} max={100} valueText={`${value} sur 100`} tone="auto" />
        </State>
      ))}
      {(['brand', 'amber', 'bad'] as const).map((tone) => (
        <State key={tone} name={`${tone}, size md`}>
          <Meter label="Quota" value={60} max={100} valueText="60 sur 100" tone={tone} size="md" />
        </State>
      ))}
      <State name="Bar">
        <div className="h-3">
          <Bar share={0.4} tone="brand" />
        </div>
      </State>
    </>
  )
}
