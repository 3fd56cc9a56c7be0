'use client'
import { useTranslations } from 'next-intl'
import type { PublicVerdict, ReachTestView } from '~/lib/resources/client'

/** Verdicts that no answer from outside would change. */
const noWitness: readonly PublicVerdict[] = ['open', 'waiting', 'closed']

type Props = Pick<NonNullable<ReachTestView['result']>['public'][number], 'verdict' | 'link' | 'seen'>

/** What a test of a public address found, in words: the broken link, and who saw it. */
export function PublicTestText({ verdict, link, seen }: Props) {
  const t = useTranslations('compute.connect.test')
  const text =
    verdict === 'broken' || verdict === 'waiting'
      ? t(`${verdict}.${link ?? 'route'}`)
      : t(`public.${verdict}`)
  const witness = seen.find(({ state }) => state === 'open')
  const answered = seen.filter(({ state }) => state !== 'unknown')
  return (
    <>
      {text}{' '}
      {witness
        ? t('seenBy', { vantage: witness.vantage, text: witness.text })
        : !noWitness.includes(verdict) && answered.length === 0 && t('noVantage')}
    </>
  )
}
