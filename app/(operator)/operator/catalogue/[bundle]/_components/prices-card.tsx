'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { HourlyPrice } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextField } from '~/components/ui/fields/text-field'
import {
  type BundleEntry,
  type Meter,
  metersOf,
  optionalMetersOf,
  type PriceEntry,
  type PricePreview,
} from '~/lib/catalogue/client'
import type { PriceChangeInput } from '~/lib/catalogue/schema'
import { PublishFields } from '../../_components/publish-fields'
import { previewPricesAction } from '../actions'
import { AnnulButton } from './annul-button'
import { PricePreviewDialog } from './price-preview-dialog'

type Props = { bundle: BundleEntry; prices: readonly PriceEntry[]; mayChange: boolean; today: string }

/** Current and announced price of each meter, and a form to publish new ones, with a preview. */
export function PricesCard({ bundle, prices, mayChange, today }: Props) {
  const t = useTranslations('pricing')
  const [shown, setShown] = useState<{ input: PriceChangeInput; preview: PricePreview } | null>(null)
  // Remount the form after publishing: the typed prices are now the current ones.
  const [round, setRound] = useState(0)
  const meters = [...metersOf(bundle.kind), ...optionalMetersOf(bundle.kind)]
  const priceOf = (meter: Meter) => prices.find((each) => each.meter === meter && each.state === 'in_force')
  const announced = prices.filter((each) => each.state === 'announced')
  const days = [...new Set(announced.map((each) => each.validFrom))]
  const preview = async (input: PriceChangeInput) => {
    const result = await previewPricesAction(input)
    if (result.ok) setShown({ input, preview: result.data })
    return result
  }
  return (
    <Card title={t('prices')} note={t('pricesNote')}>
      <div className="grid gap-4">
        {days.map((validFrom) => (
          <Callout
            key={validFrom}
            title={
              <>
                {t('announcedFrom')} <Timestamp at={new Date(validFrom)} />
              </>
            }
            actions={mayChange && <AnnulButton bundleId={bundle.id} validFrom={validFrom} />}
          >
            <ul className="grid gap-0.5">
              {announced
                .filter((each) => each.validFrom === validFrom)
                .map((each) => (
                  <li key={each.id}>
                    {t(`meter.${each.meter}`)} · <HourlyPrice microCents={each.microCentsPerHour} />
                  </li>
                ))}
            </ul>
          </Callout>
        ))}
        <ActionForm key={round} action={preview} extra={{ bundleId: bundle.id }}>
          <div className="grid gap-4 sm:grid-cols-2">
            {meters.map((meter) => {
              const price = priceOf(meter)
              return (
                <TextField
                  key={meter}
                  name={`prices.${meter}`}
                  label={t(`meter.${meter}`)}
                  hint={
                    price ? (
                      <>
                        {t('now')} <HourlyPrice microCents={price.microCentsPerHour} />
                      </>
                    ) : (
                      t('noPriceYet')
                    )
                  }
                  suffix={t('perHourUnit')}
                  inputMode="decimal"
                  optional
                  readOnly={!mayChange}
                  maxLength={12}
                />
              )
            })}
          </div>
          <PublishFields mayChange={mayChange} today={today} />
        </ActionForm>
      </div>
      {shown && (
        <PricePreviewDialog
          name={bundle.name}
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
