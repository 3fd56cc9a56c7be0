import { useTranslations } from 'next-intl'
import { StatePill } from '~/components/ui/display/state-pill'
import type { QualificationStanding } from '~/lib/qualifications/client'

const tones = {
  obtained: 'ok',
  audit: 'info',
  filed: 'info',
  planned: 'off',
  expired: 'warn',
  withdrawn: 'off',
} as const

export function StandingPill({ standing }: { standing: QualificationStanding }) {
  const t = useTranslations('qualifications')
  return <StatePill tone={tones[standing]}>{t(`standing.${standing}`)}</StatePill>
}
