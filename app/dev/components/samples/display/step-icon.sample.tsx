import { StepIcon } from '~/components/ui/display/step-icon'
import { State } from '../../state'

export function StepIconSample() {
  return (
    <>
      {(['done', 'running', 'waiting', 'failed', 'undone'] as const).map((state) => (
        <State key={state} name={state}>
          <div className="flex">
            <StepIcon state={state} />
          </div>
        </State>
      ))}
    </>
  )
}
