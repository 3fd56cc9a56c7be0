'use client'
import { useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import { Icon } from '~/components/ui/display/icon'
import { Money } from '~/components/ui/display/money'
import { Button } from '~/components/ui/links/button'

export type LineTerm = {
  /** React key: its position. */
  key: string
  quantity: number
  bundle: string
  zone: string
  name: string
  cents: bigint
  /** At the hourly list price. */
  listCents: bigint
  /** Months of its commitment; 0 for hourly. */
  months: number
  /** A public address for each of its servers is included. */
  hasAddress: boolean
}
type Props = {
  lines: readonly LineTerm[]
  current: number
  /** Index of the line that prevents ordering. */
  blockedAt: number | null
  onChoose: (at: number) => void
  onRemove: (at: number) => void
}

/** The cart's lines: pressing one opens it in full; a single line is plain text. */
export function LineList({ lines, current, blockedAt, onChoose, onRemove }: Props) {
  const t = useTranslations('ordering.cart')
  const [only] = lines
  if (only && lines.length === 1) return <Line line={only} />
  return (
    <ol className="-mx-2 grid max-h-96 gap-0.5 overflow-y-auto" aria-label={t('lines')}>
      {lines.map((line, at) => (
        <li
          key={line.key}
          className={cx(
            'flex items-center gap-1 rounded-control pr-1',
            at === current ? 'bg-sunken' : 'hover:bg-sunken/60',
          )}
        >
          <button
            type="button"
            aria-current={at === current}
            onClick={() => onChoose(at)}
            className="min-w-0 flex-1 px-2 py-1.5 text-left"
          >
            <Line line={line} isBlocked={at === blockedAt} isNamed />
          </button>
          <Button
            size="sm"
            variant="quiet"
            aria-label={t('remove', { line: at + 1, name: line.name })}
            icon={<Icon name="trash" size={15} />}
            onClick={() => onRemove(at)}
          />
        </li>
      ))}
    </ol>
  )
}

function Line({
  line,
  isBlocked = false,
  isNamed = false,
}: {
  line: LineTerm
  isBlocked?: boolean
  isNamed?: boolean
}) {
  const t = useTranslations('ordering')
  const { quantity, bundle, zone } = line
  return (
    <span className="flex items-baseline justify-between gap-3">
      <span className="min-w-0 text-ink-2">
        {t('summary.line', { quantity, bundle, zone })}
        {line.hasAddress && (
          <span className="block text-sm text-ink-3">{t('summary.withAddress', { count: quantity })}</span>
        )}
        {line.months > 0 && (
          <span className="block text-sm text-brand">{t('summary.term', { months: line.months })}</span>
        )}
        {isNamed && (
          <span className={cx('block truncate text-sm', isBlocked ? 'text-warn' : 'text-ink-3')}>
            {isBlocked ? t('cart.toCorrect', { name: line.name }) : line.name}
          </span>
        )}
      </span>
      <span className="text-right">
        <Money cents={line.cents} />
        {line.listCents > line.cents && (
          <span className="block text-sm text-ink-3">
            <span className="sr-only">{t('summary.insteadOf')} </span>
            <s>
              <Money cents={line.listCents} />
            </s>
          </span>
        )}
      </span>
    </span>
  )
}
