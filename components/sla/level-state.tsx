import { useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { LevelState } from '~/lib/sla/client'

const tones: Record<LevelState, Tone> = {
  breached: 'bad',
  at_risk: 'warn',
  kept: 'ok',
  unknown: 'off',
  none: 'off',
}

/** Whether an objective is met, as dot and word. */
export function LevelStatePill({ state }: { state: LevelState }) {
  const t = useTranslations('serviceLevels')
  return <StatePill tone={tones[state]}>{t(`state.${state}`)}</StatePill>
}
