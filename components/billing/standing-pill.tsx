import { useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { DocumentSummary } from '~/lib/billing/client'

const tones: Record<DocumentSummary['standing'], Tone> = {
  paid: 'ok',
  due: 'info',
  late: 'bad',
  credit: 'off',
}

/** Whether an invoice is paid, unpaid or late. */
export function StandingPill({ standing }: { standing: DocumentSummary['standing'] }) {
  const t = useTranslations('billing.standing')
  return <StatePill tone={tones[standing]}>{t(standing)}</StatePill>
}
