'use client'
import type { ComponentProps, ReactNode } from 'react'
import { boxClass } from './checkbox-class'
import { cx } from './cx'
import { FieldError } from './field'
import { useField } from './field-context'

type Props = {
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  /** `switch` for a setting that takes effect, `box` for something to tick. */
  look?: 'box' | 'switch'
} & Omit<ComponentProps<'input'>, 'type' | 'name'>

/** A tick with its words. Sent as true or false by `ActionForm`. */
export function Checkbox({ name, label, hint, error, look = 'box', className, ...rest }: Props) {
  const field = useField(name, { error, hint })
  return (
    <div className={cx('grid gap-1', className)}>
      <label className="flex min-h-8 items-start gap-2.5 py-1">
        <input
          type="checkbox"
          {...(look === 'switch' && { role: 'switch' })}
          {...rest}
          {...field.control}
          className={look === 'switch' ? switchClass : boxClass}
        />
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

export function Switch(props: Omit<Props, 'look'>) {
  return <Checkbox {...props} look="switch" />
}

const switchClass =
  'mt-0.5 h-5 w-9 shrink-0 appearance-none rounded-full border border-field bg-sunken transition-colors before:block before:size-3.5 before:translate-x-0.5 before:translate-y-0.5 before:rounded-full before:bg-field before:transition-transform checked:border-brand checked:bg-brand checked:before:translate-x-[1.125rem] checked:before:bg-surface'
