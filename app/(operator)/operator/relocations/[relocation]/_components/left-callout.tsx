import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import type { RelocationView } from '~/lib/relocation/client'

const shownMax = 8

/** Remaining resources on a drained host that no move covers: the drain waits for them. */
export function LeftCallout({ relocation: { left } }: { relocation: RelocationView }) {
  const t = useTranslations('planning.left')
  return (
    <Callout tone="warn" title={t('title', { count: left.length })}>
      <p>{t('text')}</p>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {left.slice(0, shownMax).map(({ id, name, state }) => (
          <li key={id}>
            <span className="font-mono text-sm">{name}</span>
            {state === 'deleted' && <span className="text-sm text-ink-2"> {t('inGrace')}</span>}
          </li>
        ))}
      </ul>
      {left.length > shownMax && <p>{t('more', { count: left.length - shownMax })}</p>}
    </Callout>
  )
}
