'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { Button } from '~/components/ui/links/button'
import { LinkButton } from '~/components/ui/links/link-button'
import { showToast } from '~/components/ui/overlays/toast'
import { useIsLive } from '~/components/ui/use-is-live'
import { type Estimate, type EstimateChoice, writeEstimate } from '~/lib/catalogue/client'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

type Props = { result: Estimate; choice: EstimateChoice; orderHref: string; isBuyer: boolean }

/** The total without and with VAT, the link to share, and the order button. */
export function EstimateSummary({ result, choice, orderHref, isBuyer }: Props) {
  const t = useTranslations('catalogue.estimate')
  const locale = useLocale() as Locale
  const isLive = useIsLive()
  const isEmpty = result.lines.length === 0
  const copy = async () => {
    await navigator.clipboard.writeText(new URL(routes.estimate(writeEstimate(choice)), location.href).href)
    showToast('ok', t('copied'))
  }
  return (
    <Card title={t('summary')} className="lg:sticky lg:top-4">
      <div className="grid gap-4">
        <dl aria-live="polite" className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1.5">
          <dt className="text-ink-2">{t('net')}</dt>
          <dd className="text-right">
            <Money cents={result.netCents} />
          </dd>
          <dt className="text-ink-2">{t('vat')}</dt>
          <dd className="text-right">
            <Money cents={result.vatCents} />
          </dd>
          <dt className="font-semibold">{t('gross')}</dt>
          <dd className="text-right font-display text-2xl font-bold">
            <Money cents={result.grossCents} />
          </dd>
        </dl>
        <p className="text-sm text-ink-2">
          {isEmpty ? t('nothing') : t('year', { amount: formatMoney(result.netCents * 12n, locale) })}
        </p>
        {result.perTermCents > 0n && (
          <p className="text-sm text-ink-2">
            {t('perTerm', {
              amount: formatMoney(result.perTermCents, locale),
              months: choice.termMonths ?? 0,
            })}
          </p>
        )}
        {!isLive && <Button type="submit">{t('update')}</Button>}
        {!isEmpty && (
          <div className="flex flex-wrap gap-2">
            <LinkButton href={orderHref} variant="primary">
              {t(isBuyer ? 'order' : 'signUp')}
            </LinkButton>
            <Button onClick={copy}>{t('copy')}</Button>
          </div>
        )}
        <p className="text-sm text-ink-3">{t('note')}</p>
      </div>
    </Card>
  )
}
