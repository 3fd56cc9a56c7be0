'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Card } from '~/components/ui/display/card'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import {
  type BundleView,
  type EstimateChoice,
  estimate,
  hoursMax,
  type TermMonths,
  termsMonths,
  type VatPlace,
  vatPlaces,
  writeEstimate,
} from '~/lib/catalogue/client'
import { routes } from '~/lib/routes'
import { BundleQuantities } from './bundle-quantities'
import { EstimateSummary } from './estimate-summary'

type Props = { bundles: readonly BundleView[]; initial: EstimateChoice; organisationId: string | null }

/** Quantities, hours and zone; total and address follow every change. Without JavaScript it is a plain form. */
export function EstimateForm({ bundles, initial, organisationId }: Props) {
  const t = useTranslations('catalogue.estimate')
  const [choice, setChoice] = useState(initial)
  const change = (next: EstimateChoice) => {
    setChoice(next)
    // Update only the address: the page already has all data, so it is not requested again.
    window.history.replaceState(null, '', routes.estimate(writeEstimate(next)))
  }
  const setQuantity = (slug: string, quantity: number) =>
    change({ ...choice, quantities: new Map(choice.quantities).set(slug, quantity) })
  return (
    <form
      action={routes.estimate()}
      className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]"
    >
      <div className="grid min-w-0 gap-4">
        <Card title={t('bundles')} padded={false}>
          <BundleQuantities bundles={bundles} choice={choice} onChange={setQuantity} />
        </Card>
        <Card>
          <div className="grid gap-4 sm:grid-cols-3">
            <NumberField
              name="heures"
              label={t('hours')}
              hint={t('hoursHint')}
              min={0}
              max={hoursMax}
              defaultValue={choice.hours}
              onValueChange={(hours) => change({ ...choice, hours: clamp(hours, hoursMax) })}
            />
            <Select
              name="duree"
              label={t('term')}
              value={String(choice.termMonths ?? 0)}
              onChange={(event) =>
                change({ ...choice, termMonths: Number(event.currentTarget.value) as 0 | TermMonths })
              }
              options={[
                { value: '0', label: t('hourly') },
                ...termsMonths.map((months) => ({ value: String(months), label: t('months', { months }) })),
              ]}
            />
            <Select
              name="lieu"
              label={t('place')}
              value={choice.place}
              onChange={(event) => change({ ...choice, place: event.currentTarget.value as VatPlace })}
              options={(Object.keys(vatPlaces) as VatPlace[]).map((value) => ({
                value,
                label: t(`places.${value}`),
              }))}
            />
          </div>
        </Card>
      </div>
      <EstimateSummary
        result={estimate(bundles, choice)}
        choice={choice}
        orderHref={
          organisationId === null
            ? routes.signUp()
            : routes.org.order(organisationId, { line: linesOf(choice) })
        }
        isBuyer={organisationId !== null}
      />
    </form>
  )
}

const linesOf = (choice: EstimateChoice) =>
  [...choice.quantities]
    .filter(([, n]) => n > 0)
    .map(([slug, n]) => `${slug}::${n}${choice.termMonths ? `:::${choice.termMonths}` : ''}`)

function clamp(value: number, max: number): number {
  return Math.min(max, Math.max(0, Math.trunc(value)))
}
