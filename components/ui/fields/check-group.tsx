'use client'
import type { ReactNode } from 'react'
import { cx } from '../cx'
import { boxClass } from './checkbox-class'
import { FieldError } from './field'
import { useField } from './field-context'

export type CheckOption = {
  value: string
  label: ReactNode
  /** On the right: an address, a count. */
  note?: ReactNode
}

type Props = {
  name: string
  legend: ReactNode
  hint?: ReactNode
  options: readonly CheckOption[]
  value: readonly string[]
  onValueChange: (value: string[]) => void
  error?: string | undefined
  className?: string
}

/** Several choices among a few, one per line; `ActionForm` submits the list of those that are ticked. */
export function CheckGroup({ name, legend, hint, options, value, onValueChange, error, className }: Props) {
  const field = useField(name, { error, hint })
  return (
    <fieldset className={cx('min-w-0', className)} aria-describedby={field.control['aria-describedby']}>
      <legend className="mb-1 text-sm font-semibold">{legend}</legend>
      {hint && (
        <p id={field.hintId} className="mb-1 text-sm text-ink-3">
          {hint}
        </p>
      )}
      <div className="max-h-72 divide-y divide-line overflow-y-auto rounded-control border border-line">
        {options.map((option, index) => (
          <label key={option.value} className="flex items-start gap-2.5 px-3 py-2 hover:bg-sunken">
            <input
              type="checkbox"
              id={index === 0 ? field.id : undefined}
              name={name}
              value={option.value}
              checked={value.includes(option.value)}
              aria-invalid={field.control['aria-invalid']}
              className={boxClass}
              onChange={(event) =>
                onValueChange(
                  event.currentTarget.checked
                    ? [...value, option.value]
                    : value.filter((each) => each !== option.value),
                )
              }
            />
            <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-3">
              <span className="wrap-anywhere">{option.label}</span>
              {option.note && <span className="text-sm text-ink-3">{option.note}</span>}
            </span>
          </label>
        ))}
      </div>
      <FieldError id={field.errorId} text={field.error} />
    </fieldset>
  )
}
