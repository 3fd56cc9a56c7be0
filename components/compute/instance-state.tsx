import { useTranslations } from 'next-intl'
import { StatePill } from '~/components/ui/display/state-pill'
import {
  type InstanceState,
  instanceTones,
  transientInstanceStates,
  transientVolumeStates,
  type VolumeState,
  volumeTones,
} from '~/lib/resources/client'

/** The state of a server as dot and word; the dot pulses in transient states. */
export function InstanceStatePill({ state }: { state: InstanceState }) {
  const t = useTranslations('compute')
  return (
    <StatePill tone={instanceTones[state]} busy={transientInstanceStates.includes(state)}>
      {t(`state.${state}`)}
    </StatePill>
  )
}

export function VolumeStatePill({ state }: { state: VolumeState }) {
  const t = useTranslations('compute')
  return (
    <StatePill tone={volumeTones[state]} busy={transientVolumeStates.includes(state)}>
      {t(`state.${state}`)}
    </StatePill>
  )
}
