'use client'
import { useTranslations } from 'next-intl'
import type { InstancePage } from '~/app/_client/compute'

/** What an interruption of the server means for the load balancers that send connections to it. */
export function InterruptedBalancers({ balancers }: { balancers: InstancePage['balancers'] }) {
  const t = useTranslations('compute.interruption')
  const textOf = (key: 'text' | 'last', of: InstancePage['balancers']) =>
    of.length > 0 && <p>{t(key, { count: of.length, names: of.map(({ name }) => name).join(', ') })}</p>
  return (
    <>
      {textOf(
        'text',
        balancers.filter(({ isLast }) => !isLast),
      )}
      {textOf(
        'last',
        balancers.filter(({ isLast }) => isLast),
      )}
    </>
  )
}
