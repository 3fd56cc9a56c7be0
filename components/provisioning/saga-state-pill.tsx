import { useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { SagaState } from '~/lib/resources/client'

type ShownState = SagaState | 'stranded'

const tones: Record<ShownState, Tone> = {
  stranded: 'warn',
  running: 'info',
  undoing: 'warn',
  parked: 'bad',
  succeeded: 'ok',
  undone: 'off',
}

/** The state of a saga as colour and word. */
export function SagaStatePill({ state }: { state: ShownState }) {
  const t = useTranslations('operations.state')
  return (
    <StatePill tone={tones[state]} busy={state === 'running' || state === 'undoing'}>
      {t(state)}
    </StatePill>
  )
}
