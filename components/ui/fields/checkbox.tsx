'use client'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from '../cx'
import { boxClass } from './checkbox-class'
import { FieldError } from './field'
import { useField } from './field-context'

type Props = {
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
} & Omit<ComponentProps<'input'>, 'type' | 'name'>

/** A checkbox with its label. `ActionForm` submits true or false. */
export function Checkbox({ name, label, hint, error, className, ...rest }: Props) {
  const field = useField(name, { error, hint })
  return (
    <div className={cx('grid gap-1', className)}>
      <label className="flex min-h-8 items-start gap-2.5 py-1">
        <input type="checkbox" {...rest} {...field.control} className={boxClass} />
        <span>
          {label}
          {hint && (
            <span id={field.hintId} className="block text-sm text-ink-3">
              {hint}
            </span>
          )}
        </span>
      </label>
      <FieldError id={field.errorId} text={field.error} />
    </div>
  )
}
