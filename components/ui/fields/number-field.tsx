'use client'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useRef } from 'react'
import { Icon } from '../display/icon'
import { Field, type FieldProps } from './field'
import { controlClass } from './field-class'
import { useField } from './field-context'

type Props = FieldProps & { onValueChange?: (value: number) => void } & Omit<
    ComponentProps<'input'>,
    keyof FieldProps | 'type'
  >

/** A number, whole unless `step` is set, with steppers large enough for a finger. `ActionForm` submits a number. */
export function NumberField({
  name,
  label,
  hint,
  optional,
  error,
  labelHidden,
  className,
  onValueChange,
  ...rest
}: Props) {
  const t = useTranslations('common')
  const field = useField(name, { error, hint })
  const input = useRef<HTMLInputElement>(null)
  const step = (direction: 'stepUp' | 'stepDown') => {
    if (!input.current || input.current.readOnly) return
    input.current[direction]()
    input.current.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const stepper = 'flex w-10 items-center justify-center border-field text-ink-2 hover:bg-sunken'
  return (
    <Field
      {...field}
      label={label}
      hint={hint}
      {...(optional && { optional })}
      {...(labelHidden && { labelHidden })}
      {...(className && { className })}
    >
      <span className="flex rounded-control border border-field bg-surface has-aria-invalid:border-bad">
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('decrease')}
          onClick={() => step('stepDown')}
          className={`${stepper} border-r`}
        >
          <Icon name="minus" size={16} />
        </button>
        <input
          type="number"
          inputMode="numeric"
          step={1}
          required={!optional}
          {...rest}
          {...field.control}
          ref={input}
          onChange={(event) => {
            rest.onChange?.(event)
            if (Number.isFinite(event.currentTarget.valueAsNumber))
              onValueChange?.(event.currentTarget.valueAsNumber)
          }}
          className={controlClass(
            'min-w-12 flex-1 appearance-none rounded-none border-0 text-center [&::-webkit-inner-spin-button]:appearance-none',
          )}
        />
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('increase')}
          onClick={() => step('stepUp')}
          className={`${stepper} border-l`}
        >
          <Icon name="plus" size={16} />
        </button>
      </span>
    </Field>
  )
}
