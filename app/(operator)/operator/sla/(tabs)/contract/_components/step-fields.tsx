'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import type { AvailabilityTerms } from '~/lib/sla/client'
import { toPercent } from './to-percent'

const stepsMax = 6

/** The steps of the credit scale, mildest first: the first refers to the objective and cannot be removed. */
export function StepFields({ steps }: { steps: AvailabilityTerms['creditSteps'] }) {
  const t = useTranslations('slaOperator.contract')
  const [lines, setLines] = useState(() =>
    steps.map(({ belowPpm, reductionBasisPoints }, key) => ({
      key,
      below: belowPpm === 'objective' ? '' : toPercent(belowPpm),
      reduction: toPercent(reductionBasisPoints * 100),
    })),
  )
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-semibold max-sm:sr-only">{t('steps')}</legend>
      <ol className="grid gap-3">
        {lines.map((line, at) => (
          <li key={line.key} className="grid items-end gap-3 sm:grid-cols-[12rem_14rem_auto]">
            {at === 0 ? (
              <p className="pb-2 text-ink-2">{t('objectiveStep')}</p>
            ) : (
              <TextField
                name={`steps.${at}.below`}
                label={t('below', { step: at + 1 })}
                defaultValue={line.below}
                inputMode="decimal"
                maxLength={9}
              />
            )}
            <TextField
              name={`steps.${at}.reduction`}
              label={t('reduction', { step: at + 1 })}
              defaultValue={line.reduction}
              inputMode="decimal"
              maxLength={9}
            />
            {at > 0 && (
              <Button
                variant="quiet"
                className="justify-self-start"
                aria-label={t('removeStep', { step: at + 1 })}
                icon={<Icon name="trash" size={15} />}
                onClick={() => setLines((before) => before.filter(({ key }) => key !== line.key))}
              />
            )}
          </li>
        ))}
      </ol>
      {lines.length < stepsMax && (
        <Button
          size="sm"
          className="justify-self-start"
          icon={<Icon name="plus" size={15} />}
          onClick={() =>
            setLines((before) => [
              ...before,
              { key: Math.max(...before.map(({ key }) => key)) + 1, below: '', reduction: '' },
            ])
          }
        >
          {t('addStep')}
        </Button>
      )}
    </fieldset>
  )
}
