'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Icon } from '~/components/ui/display/icon'
import { TextField } from '~/components/ui/fields/text-field'
import { formatBasisPoints, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { PricedCart } from '~/lib/ordering/client'
import { useCode } from './use-price'

type Promotion = PricedCart['promotions'][number]
type Props = {
  organisationId: string
  code: string
  automatic: readonly Promotion[]
  bundleIds: readonly string[]
  /** The order's error for the code. */
  error: string | undefined
  onChange: (code: string) => void
}

/** The promotions of this order, and an input for a code. They are deducted from invoices. */
export function PromotionField({ organisationId, code, automatic, bundleIds, error, onChange }: Props) {
  const t = useTranslations('ordering.promotion')
  const { promotion, isUnknown } = useCode(organisationId, code.trim())
  const concerns = ({ bundleIds: of }: Promotion) =>
    of.length === 0 || of.some((id) => bundleIds.includes(id))
  const given = [...automatic.filter((each) => each.isAutomatic), ...(promotion ? [promotion] : [])]
  const elsewhere = promotion && !concerns(promotion) ? t('otherBundles') : undefined
  return (
    <div className="grid gap-2">
      <details open={code !== '' || undefined} className="group">
        <summary className="flex w-fit list-none items-center gap-1.5 rounded-small py-1 text-sm font-medium text-brand [&::-webkit-details-marker]:hidden">
          <Icon name="chevronRight" size={15} className="transition-transform group-open:rotate-90" />
          {t('have')}
        </summary>
        <TextField
          name="promotionCode"
          label={t('code')}
          mono
          autoComplete="off"
          maxLength={24}
          value={code}
          error={error ?? elsewhere ?? (isUnknown ? t('unknown') : undefined)}
          onChange={(event) => onChange(event.currentTarget.value.toUpperCase())}
        />
      </details>
      {given.filter(concerns).map((each) => (
        <PromotionLine key={each.id} promotion={each} />
      ))}
    </div>
  )
}

function PromotionLine({ promotion }: { promotion: Promotion }) {
  const t = useTranslations('ordering.promotion')
  const locale = useLocale() as Locale
  const { name, basisPoints, creditCents, durationMonths: months } = promotion
  return (
    <p className="flex items-start gap-2 rounded-control bg-ok-wash px-3 py-2 text-sm text-ok">
      <Icon name="tag" size={15} className="mt-0.5 shrink-0" />
      {basisPoints === null
        ? t('credit', { name, amount: formatMoney(BigInt(creditCents ?? 0), locale), months })
        : t('share', { name, share: formatBasisPoints(basisPoints, locale), months })}
    </p>
  )
}
