'use client'
import type { ReactNode } from 'react'
import { cx } from '../cx'
import { radioClass } from './checkbox-class'
import { chipClass } from './chip-class'
import { FieldError } from './field'
import { useField } from './field-context'

export type RadioOption<V extends string = string> = {
  value: V
  label: ReactNode
  /** On the right: a delay, a price. */
  note?: ReactNode
  hint?: ReactNode
  disabled?: boolean
}

type Props<V extends string> = {
  name: string
  legend: ReactNode
  legendHidden?: boolean
  hint?: ReactNode
  options: readonly RadioOption<V>[]
  defaultValue?: V
  value?: V
  onValueChange?: (value: V) => void
  /** `list`: one per line with a rule between; `chips`: small boxes side by side. */
  look?: 'list' | 'chips'
  error?: string | undefined
  className?: string
}

/** One choice among a few; native radios, so arrows and forms behave as everywhere. */
export function RadioGroup<V extends string>({
  name,
  legend,
  legendHidden,
  hint,
  options,
  defaultValue,
  value,
  onValueChange,
  look = 'list',
  error,
  className,
}: Props<V>) {
  const field = useField(name, { error, hint })
  return (
    <fieldset className={className} aria-describedby={field.control['aria-describedby']}>
      <legend className={legendHidden ? 'sr-only' : 'mb-1.5 text-sm font-semibold'}>{legend}</legend>
      {hint && (
        <p id={field.hintId} className="mb-1.5 text-sm text-ink-3">
          {hint}
        </p>
      )}
      <div className={look === 'chips' ? 'flex flex-wrap gap-2' : 'divide-y divide-line'}>
        {options.map((option, index) => (
          <label
            key={option.value}
            className={look === 'chips' ? chipClass : 'flex items-start gap-3 py-2.5'}
          >
            <input
              type="radio"
              id={index === 0 ? field.id : undefined}
              name={name}
              value={option.value}
              disabled={option.disabled}
              required
              aria-invalid={field.control['aria-invalid']}
              className={look === 'chips' ? 'sr-only' : radioClass}
              {...(value === undefined
                ? { defaultChecked: option.value === defaultValue }
                : { checked: option.value === value })}
              onChange={() => onValueChange?.(option.value)}
            />
            <span
              className={cx(
                'flex flex-1 flex-wrap items-baseline justify-between gap-x-3',
                option.disabled && 'text-ink-3',
              )}
            >
              <span>{option.label}</span>
              {option.note && <span className="text-sm text-ink-3">{option.note}</span>}
              {option.hint && <span className="w-full text-sm text-ink-3">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      <FieldError id={field.errorId} text={field.error} />
    </fieldset>
  )
}
