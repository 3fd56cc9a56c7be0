import { useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { SagaState } from '~/lib/resources/client'

const tones: Record<SagaState, Tone> = {
  running: 'info',
  undoing: 'warn',
  parked: 'bad',
  succeeded: 'ok',
  undone: 'off',
}

/** The state of a saga as colour and word. */
export function SagaStatePill({ state }: { state: SagaState }) {
  const t = useTranslations('operations.state')
  return (
    <StatePill tone={tones[state]} busy={state === 'running' || state === 'undoing'}>
      {t(state)}
    </StatePill>
  )
}
