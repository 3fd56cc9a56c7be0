import { useLocale, useTranslations } from 'next-intl'
import { HourlyPrice, Money } from '~/components/ui/display/money'
import { TextLink } from '~/components/ui/links/text-link'
import { type BundleView, bundleMonthlyCents } from '~/lib/catalogue/client'
import { formatGb, formatMib, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

const homeBundlesMax = 4

/** The first bundles of the catalogue with the prices in force. */
export function Prices({ bundles }: { bundles: readonly BundleView[] }) {
  const t = useTranslations('landing.prices')
  if (bundles.length === 0) return null
  return (
    <section aria-labelledby="prices" className="grid gap-6 border-t border-line py-14">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 id="prices" className="text-2xl">
          {t('title')}
        </h2>
        <TextLink href={routes.catalogue()}>{t('all')}</TextLink>
      </div>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {bundles.slice(0, homeBundlesMax).map((bundle) => (
          <li key={bundle.id} className="card grid gap-3 p-4.5">
            <h3 className="text-lg">{bundle.name}</h3>
            <Contents bundle={bundle} />
            <p>
              <span className="font-display text-2xl font-bold">
                <Money cents={bundleMonthlyCents(bundle)} />
              </span>{' '}
              <span className="text-sm text-ink-2">{t('perMonth')}</span>
            </p>
            <p className="text-sm text-ink-2">
              <HourlyPrice microCents={bundle.microCentsPerHour} /> {t('perHour')}
            </p>
          </li>
        ))}
      </ul>
      <p className="text-sm text-ink-3">{t('note')}</p>
    </section>
  )
}

function Contents({ bundle }: { bundle: BundleView }) {
  const t = useTranslations('landing.prices')
  const locale = useLocale() as Locale
  const parts = [
    bundle.vcpu > 0 ? t('vcpu', { count: bundle.vcpu }) : null,
    bundle.memoryMib > 0 ? t('memory', { size: formatMib(bundle.memoryMib, locale) }) : null,
    bundle.rootDiskGib > 0 ? t('disk', { size: formatGb(bundle.rootDiskGib, locale) }) : null,
    bundle.volumeGib > 0 ? t('volume', { size: formatGb(bundle.volumeGib, locale) }) : null,
  ]
  return <p className="text-sm text-ink-2">{parts.filter(Boolean).join(' · ')}</p>
}
