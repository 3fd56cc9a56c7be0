import { useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { BalancerLine } from '~/lib/resources/client'
import { type BalancerStanding, standingOf } from './standing'

const tones: Record<BalancerStanding, Tone> = {
  creating: 'info',
  checking: 'info',
  serving: 'ok',
  reduced: 'warn',
  empty: 'warn',
  pool_down: 'bad',
  silent: 'bad',
  failed: 'bad',
  deleting: 'info',
  deleted: 'off',
}
const busy: readonly BalancerStanding[] = ['creating', 'checking', 'deleting']

/** How a load balancer does. */
export function BalancerPill({
  balancer,
}: {
  balancer: Pick<BalancerLine, 'state' | 'isServing' | 'servers'>
}) {
  const t = useTranslations('balancers.standing')
  const standing = standingOf(balancer)
  return (
    <StatePill tone={tones[standing]} busy={busy.includes(standing)}>
      {t(standing)}
    </StatePill>
  )
}
