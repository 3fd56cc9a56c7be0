import { useLocale, useTranslations } from 'next-intl'
import { StatePill } from '~/components/ui/display/state-pill'
import { formatDayAndTime, formatTime, type Locale } from '~/lib/kernel/text/format'
import { parisDay } from '~/lib/kernel/time/paris-day'
import {
  type InstanceState,
  instanceTones,
  transientInstanceStates,
  transientVolumeStates,
  type VolumeState,
  volumeTones,
} from '~/lib/resources/client'

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
  const locale = useLocale() as Locale
  return <StatePill tone="bad">{t('health.since', { at: sinceText(health.since, locale) })}</StatePill>
}

/** The time of an instant of today, with the day for others; in Paris time. */
function sinceText(since: string, locale: Locale): string {
  const at = new Date(since)
  return parisDay(at) === parisDay(new Date()) ? formatTime(at, locale) : formatDayAndTime(at, locale)
}
