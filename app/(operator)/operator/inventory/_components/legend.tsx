import { useTranslations } from 'next-intl'

const looks = [
  { key: 'allotted', box: 'border-line bg-s2' },
  { key: 'nearlyFull', box: 'border-line bg-amber' },
  { key: 'full', box: 'border-bad bg-bad-wash' },
  { key: 'closed', box: 'hatch border-line bg-sunken' },
] as const

/** What the bars mean, in words. */
export function Legend() {
  const t = useTranslations('inventory.legend')
  return (
    <ul aria-label={t('title')} className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-2">
      {looks.map(({ key, box }) => (
        <li key={key} className="flex items-center gap-2">
          <span aria-hidden="true" className={`h-3.5 w-7 rounded-[3px] border ${box}`} />
          {t(key)}
        </li>
      ))}
    </ul>
  )
}
