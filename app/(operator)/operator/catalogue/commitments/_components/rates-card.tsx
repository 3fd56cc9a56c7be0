'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextField } from '~/components/ui/fields/text-field'
import { bundleFamilies, type RateEntry, type RatePreview } from '~/lib/catalogue/client'
import type { RateChangeInput } from '~/lib/catalogue/schema'
import { formatBasisPoints, type Locale } from '~/lib/kernel/text/format'
import { PublishDialog } from '../../_components/publish-dialog'
import { PublishFields } from '../../_components/publish-fields'
import { previewRatesAction, publishRatesAction } from '../actions'

type Props = { rates: readonly RateEntry[]; mayChange: boolean; today: string }

/** The discount of each family and term, and a form to publish new ones, with a preview. */
export function RatesCard({ rates, mayChange, today }: Props) {
  const t = useTranslations('pricing.rates')
  const c = useTranslations('catalogue')
  const locale = useLocale() as Locale
  const [shown, setShown] = useState<{ input: RateChangeInput; preview: RatePreview } | null>(null)
  const [round, setRound] = useState(0)
  const preview = async (input: RateChangeInput) => {
    const result = await previewRatesAction(input)
    if (result.ok) setShown({ input, preview: result.data })
    return result
  }
  return (
    <Card title={t('now')} note={t('note')}>
      <ActionForm key={round} action={preview} prepare={(input) => ({ ...input, rates: input.rates ?? {} })}>
        <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
          {bundleFamilies.flatMap((family) =>
            rates
              .filter((rate) => rate.family === family)
              .map(({ termMonths, basisPoints, next }) => (
                <TextField
                  key={`${family}-${termMonths}`}
                  name={`rates.${family}-${termMonths}`}
                  label={t('field', { family: c(`family.${family}`), months: termMonths })}
                  hint={
                    next ? (
                      <>
                        {t('nowIs', { share: formatBasisPoints(basisPoints, locale) })}{' '}
                        {t('then', { share: formatBasisPoints(next.basisPoints, locale) })}{' '}
                        <Timestamp at={new Date(next.validFrom)} look="date" />
                      </>
                    ) : basisPoints === 0 ? (
                      t('notOffered')
                    ) : (
                      t('nowIs', { share: formatBasisPoints(basisPoints, locale) })
                    )
                  }
                  suffix="%"
                  inputMode="decimal"
                  optional
                  readOnly={!mayChange}
                  maxLength={6}
                />
              )),
          )}
        </div>
        <PublishFields mayChange={mayChange} today={today} />
      </ActionForm>
      {shown && (
        <PreviewDialog
          {...shown}
          onClose={() => setShown(null)}
          onPublished={() => {
            setShown(null)
            setRound((each) => each + 1)
          }}
        />
      )}
    </Card>
  )
}

type DialogProps = {
  input: RateChangeInput
  preview: RatePreview
  onClose: () => void
  onPublished: () => void
}

function PreviewDialog({ input, preview, onClose, onPublished }: DialogProps) {
  const t = useTranslations('pricing.rates')
  const c = useTranslations('catalogue')
  const locale = useLocale() as Locale
  return (
    <PublishDialog
      title={t('previewTitle')}
      confirmLabel={t('publish')}
      done={t('published')}
      from={preview}
      keepNote={t('keepNote')}
      publish={() => publishRatesAction({ ...input, basis: preview.basis })}
      onClose={onClose}
      onPublished={onPublished}
    >
      <ul className="grid gap-1">
        {preview.lines.map(({ family, termMonths, from, to }) => (
          <li key={`${family}-${termMonths}`} className="flex justify-between gap-3">
            <span>{t('field', { family: c(`family.${family}`), months: termMonths })}</span>
            <span className="tabular-nums">
              {t('change', { from: formatBasisPoints(from, locale), to: formatBasisPoints(to, locale) })}
            </span>
          </li>
        ))}
      </ul>
    </PublishDialog>
  )
}
