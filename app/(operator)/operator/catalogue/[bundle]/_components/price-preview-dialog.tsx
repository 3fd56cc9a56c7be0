'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { HourlyPrice, Money } from '~/components/ui/money'
import { Timestamp } from '~/components/ui/timestamp'
import { showToast } from '~/components/ui/toast'
import type { PricePreview } from '~/lib/catalogue/client'
import type { PriceChangeInput } from '~/lib/catalogue/schema'
import { formatPermille, type Locale } from '~/lib/kernel/format'
import { publishPricesAction } from '../actions'

type Props = {
  name: string
  input: PriceChangeInput
  preview: PricePreview
  onClose: () => void
  onPublished: () => void
}

/** What publishing would change, from when and for whom, before it is done: afterwards it cannot be changed. */
export function PricePreviewDialog({ name, input, preview, onClose, onPublished }: Props) {
  const t = useTranslations('pricing')
  const locale = useLocale() as Locale
  const router = useRouter()
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('previewTitle', { name })}
      confirmLabel={t('publish')}
      onConfirm={async () => {
        const result = await publishPricesAction({ ...input, basis: preview.basis })
        if (result.ok) {
          onPublished()
          showToast('ok', t('published'))
          router.refresh()
        }
        return result
      }}
    >
      <div className="grid gap-3">
        <p>
          {preview.isAtOnce ? (
            t('atOnce')
          ) : (
            <>
              {t('fromDay')} <Timestamp at={new Date(preview.validFrom)} />
            </>
          )}
        </p>
        <table className="data-table w-full">
          <caption className="sr-only">{t('previewTitle', { name })}</caption>
          <thead>
            <tr>
              <th scope="col" className="text-left">
                {t('column.meter')}
              </th>
              <th scope="col" className="text-right">
                {t('column.before')}
              </th>
              <th scope="col" className="text-right">
                {t('column.after')}
              </th>
              <th scope="col" className="text-right">
                {t('column.change')}
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.lines.map((line) => (
              <tr key={line.meter}>
                <td>{t(`meter.${line.meter}`)}</td>
                <td className="text-right">
                  {line.from === null || line.monthlyFromCents === null ? (
                    '–'
                  ) : (
                    <Both microCents={line.from} cents={line.monthlyFromCents} />
                  )}
                </td>
                <td className="text-right">
                  <Both microCents={line.to} cents={line.monthlyToCents} />
                </td>
                <td className="text-right tabular-nums">
                  {line.changePermille === null ? '–' : formatPermille(line.changePermille, locale)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="text-sm text-ink-2">{t('keepNote', { count: preview.live })}</p>
      </div>
    </ConfirmDialog>
  )
}

function Both({ microCents, cents }: { microCents: bigint; cents: bigint }) {
  const t = useTranslations('pricing')
  return (
    <>
      <HourlyPrice microCents={microCents} />
      <span className="block text-sm text-ink-3">
        <Money cents={cents} /> {t('perMonth')}
      </span>
    </>
  )
}
