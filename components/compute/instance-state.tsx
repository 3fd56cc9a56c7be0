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
import { useSince } from './use-since'

type Health = { since: string } | null | undefined

/**
 * The state of a server as dot and word; the dot pulses in transient states. One that does not answer shows that, and since when,
 * instead of its state.
 */
export function InstanceStatePill({ state, health }: { state: InstanceState; health?: Health }) {
  const t = useTranslations('compute')
  if (health) return <SilentPill health={health} />
  return (
    <StatePill tone={instanceTones[state]} busy={transientInstanceStates.includes(state)}>
      {t(`state.${state}`)}
    </StatePill>
  )
}

/** The same for a volume. */
export function VolumeStatePill({ state, health }: { state: VolumeState; health?: Health }) {
  const t = useTranslations('compute')
  if (health) return <SilentPill health={health} />
  return (
    <StatePill tone={volumeTones[state]} busy={transientVolumeStates.includes(state)}>
      {t(`state.${state}`)}
    </StatePill>
  )
}

/** Since when something that should answer does not. */
export function SilentPill({ health }: { health: NonNullable<Health> }) {
  const t = useTranslations('compute')
  const since = useSince()
  return <StatePill tone="bad">{t('health.since', { at: since(health.since) })}</StatePill>
}
