import { useTranslations } from 'next-intl'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { TransitionView } from '~/lib/resources/client'

/** All state changes, newest first, with the hypervisor's time. */
export function TransitionTable({
  transitions,
  caption,
}: {
  transitions: readonly TransitionView[]
  caption: string
}) {
  const t = useTranslations('compute')
  const word = (state: string | null) => (state === null ? t('history.born') : t(`state.${state}`))
  if (transitions.length === 0) return <p className="px-4.5 py-3.5 text-ink-2">{t('history.none')}</p>
  return (
    <table className="data-table w-full border-separate border-spacing-0 text-left">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('history.when')}</th>
          <th scope="col" className="max-sm:hidden">
            {t('history.from')}
          </th>
          <th scope="col">{t('history.to')}</th>
        </tr>
      </thead>
      <tbody>
        {transitions.map((each) => (
          <tr key={each.id}>
            <td>
              <Timestamp look="exact" at={new Date(each.effectiveAt)} />
            </td>
            <td className="whitespace-normal text-ink-2 max-sm:hidden">{word(each.fromState)}</td>
            <td className="whitespace-normal">{word(each.toState)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
