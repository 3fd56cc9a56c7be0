import { useTranslations } from 'next-intl'
import { StatePill } from '~/components/ui/display/state-pill'
import type { Verdict } from '~/lib/platform/client'

/** The verdict on a figure, in words. */
export function VerdictPill({ verdict }: { verdict: Verdict }) {
  const t = useTranslations('platform')
  return <StatePill tone={verdict === 'look' ? 'warn' : 'ok'}>{t(`verdict.${verdict}`)}</StatePill>
}
