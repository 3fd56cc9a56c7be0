'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Meter } from '~/components/ui/display/meter'
import { Button } from '~/components/ui/links/button'
import { formatDate, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { PurchaseOrderPreview } from '~/lib/ordering/client'

type Props = {
  /** Those that may be used now, the first to end first. */
  open: readonly { number: string; endsOn: string }[]
  number: string
  /** What the cart takes under this number; null while that is not known. */
  preview: PurchaseOrderPreview | null
  onChoose: (number: string) => void
}

const proposedMax = 4

/** The running purchase orders to choose from, and what the cart takes of the chosen one. */
export function PurchaseOrderUse({ open, number, preview, onChoose }: Props) {
  const t = useTranslations('ordering.purchaseOrder')
  const locale = useLocale() as Locale
  const day = (text: string) => formatDate(new Date(`${text}T12:00:00Z`), locale)
  const others = open.filter((each) => each.number !== number).slice(0, proposedMax)
  return (
    <>
      {others.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {others.map((each) => (
            <Button key={each.number} size="sm" onClick={() => onChoose(each.number)}>
              {t('choose', { number: each.number, day: day(each.endsOn) })}
            </Button>
          ))}
        </div>
      )}
      <div aria-live="polite" className="grid gap-1.5 text-sm text-ink-2 empty:hidden">
        {number !== '' && preview && <Use preview={preview} day={day} />}
      </div>
    </>
  )
}

function Use({ preview, day }: { preview: PurchaseOrderPreview; day: (text: string) => string }) {
  const t = useTranslations('ordering.purchaseOrder')
  const locale = useLocale() as Locale
  if (preview.standing !== 'open')
    return (
      <p className={preview.standing === 'unknown' ? '' : 'text-warn'}>{t(`standing.${preview.standing}`)}</p>
    )
  const money = (cents: bigint) => formatMoney(cents, locale)
  const [before, after, ceiling] = [preview.committedCents, preview.withOrderCents, preview.ceilingCents].map(
    BigInt,
  ) as [bigint, bigint, bigint]
  const values = { before: money(before), after: money(after), ceiling: money(ceiling) }
  return (
    <>
      <Meter
        label={t('title')}
        value={Number(after)}
        max={Number(ceiling)}
        valueText={t('use', { ...values, day: day(preview.endsOn) })}
        tone="auto"
      />
      <p>{t('use', { ...values, day: day(preview.endsOn) })}</p>
      {after > ceiling && <p className="text-warn">{t('over', { over: money(after - ceiling) })}</p>}
    </>
  )
}
