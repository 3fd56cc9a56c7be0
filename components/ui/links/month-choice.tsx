import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Icon } from '../display/icon'
import { Menu } from '../overlays/menu'
import { buttonClass } from './button-class'

export type MonthLink = { key: string; label: string; href: string; note?: string }

type Props = {
  /** What is chosen, for screen readers: `Mois`. */
  label: string
  /** The latest first. */
  months: readonly MonthLink[]
  /** The key of the month shown. */
  current: string
  /** A choice that is no month, before them in the list. */
  all?: MonthLink
}

/** The month shown, the months before and after it one press away, and all of them in a list. */
export function MonthChoice({ label, months, current, all }: Props) {
  const t = useTranslations('common.month')
  const at = months.findIndex(({ key }) => key === current)
  const shown = months[at] ?? all
  const earlier = months[at + 1]
  const later = at > 0 ? months[at - 1] : undefined
  return (
    <nav aria-label={label} className="mb-4 flex items-center gap-1">
      <Step label={t('earlier')} month={earlier} shown={shown} isEarlier />
      <Menu
        label={shown ? `${label}, ${shown.label}` : label}
        placement="bottom start"
        triggerClassName={buttonClass({ size: 'sm' }, 'min-w-44')}
        trigger={
          <>
            {shown?.label}
            <Icon name="chevronDown" size={15} />
          </>
        }
        entries={[...(all ? [all] : []), ...months].map(({ key, ...month }) => ({
          id: key || 'all',
          ...month,
          ...(key === shown?.key && { note: t('shown') }),
        }))}
      />
      <Step label={t('later')} month={later} shown={shown} />
    </nav>
  )
}

function Step({
  label,
  month,
  shown,
  isEarlier,
}: {
  label: string
  month: MonthLink | undefined
  shown: MonthLink | undefined
  isEarlier?: boolean
}) {
  // At either end it stays, so that it keeps the focus and the other controls their places.
  return (
    <Link
      href={month?.href ?? shown?.href ?? ''}
      aria-label={month ? `${label}, ${month.label}` : label}
      {...(month ? { title: month.label } : { 'aria-disabled': true })}
      className={buttonClass({ size: 'sm', variant: 'quiet' }, 'w-8 px-0')}
    >
      <Icon name="chevronRight" size={16} {...(isEarlier && { className: 'rotate-180' })} />
    </Link>
  )
}
