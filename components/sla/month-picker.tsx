import { useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import { TextLink } from '~/components/ui/links/text-link'

type Props = { months: readonly { period: string; label: string; href: string }[]; current: string }

/** Months as links, newest first: the current one is in the address. */
export function MonthPicker({ months, current }: Props) {
  const t = useTranslations('serviceLevels')
  return (
    <nav aria-label={t('months')} className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
      {months.map(({ period, label, href }) => (
        <TextLink key={period} href={href} aria-current={period === current ? 'true' : undefined}>
          <span className={cx(period === current && 'font-semibold text-ink')}>{label}</span>
        </TextLink>
      ))}
    </nav>
  )
}
