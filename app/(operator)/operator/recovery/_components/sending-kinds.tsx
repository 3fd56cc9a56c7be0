import { useTranslations } from 'next-intl'
import { LinkChips } from '~/components/ui/fields/chips'
import type { SendingKind } from '~/lib/restoration/client'
import { sendingsAtOnce } from '~/lib/restoration/schema'
import { routes } from '~/lib/routes'

type Props = {
  counts: readonly { kind: SendingKind; count: number }[]
  /** The only kind shown; null for all. */
  current: SendingKind | null
}

/** Shows sendings in doubt of one kind, and how many of them the list holds where it is cut. */
export function SendingKinds({ counts, current }: Props) {
  const t = useTranslations('restoration.sending')
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const shown = current ? (counts.find(({ kind }) => kind === current)?.count ?? 0) : total
  const href = (kind: SendingKind | null) => routes.operator.recovery() + (kind ? `?sendings=${kind}` : '')
  return (
    <div className="grid gap-3 px-4.5 pb-3">
      <LinkChips
        label={t('kinds')}
        items={[
          { href: href(null), label: t('allKinds'), count: total, isCurrent: current === null },
          ...counts.map(({ kind, count }) => ({
            ...{ href: href(kind), label: t(`kind.${kind}`), count, isCurrent: kind === current },
          })),
        ]}
      />
      {shown > sendingsAtOnce && <p className="text-sm text-ink-2">{t('cut', { count: sendingsAtOnce })}</p>}
    </div>
  )
}
