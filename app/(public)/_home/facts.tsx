import { useTranslations } from 'next-intl'
import { Icon, type IconName } from '~/components/ui/display/icon'

const facts: { key: string; icon: IconName }[] = [
  { key: 'place', icon: 'building' },
  { key: 'price', icon: 'clock' },
  { key: 'progress', icon: 'server' },
  { key: 'journal', icon: 'shield' },
]

/** Verifiable facts about the product. */
export function Facts() {
  const t = useTranslations('landing.facts')
  return (
    <section aria-labelledby="facts" className="grid gap-6 border-t border-line py-14">
      <h2 id="facts" className="text-2xl">
        {t('title')}
      </h2>
      <ul className="grid gap-x-10 gap-y-7 md:grid-cols-2">
        {facts.map(({ key, icon }) => (
          <li key={key} className="flex gap-4">
            <span className="flex size-10 shrink-0 items-center justify-center rounded-full bg-amber-wash text-amber-ink">
              <Icon name={icon} />
            </span>
            <div className="grid gap-1">
              <h3 className="text-lg">{t(`${key}.title`)}</h3>
              <p className="text-ink-2">{t(`${key}.text`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
