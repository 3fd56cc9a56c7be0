'use client'
import type { ComponentProps } from 'react'
import { Icon } from '../display/icon'
import { Field, type FieldProps } from './field'
import { controlClass } from './field-class'
import { useField } from './field-context'

export type SelectOption = { value: string; label: string; disabled?: boolean }

type Props = FieldProps & { options: readonly SelectOption[]; placeholder?: string } & Omit<
    ComponentProps<'select'>,
    keyof FieldProps
  >

/** The native select: it works everywhere, also on phones. For long lists see `ComboBox`. */
export function Select({
  name,
  label,
  hint,
  optional,
  error,
  labelHidden,
  className,
  options,
  placeholder,
  ...rest
}: Props) {
  const field = useField(name, { error, hint })
  return (
    <Field
      {...field}
      label={label}
      hint={hint}
      {...(optional && { optional })}
      {...(labelHidden && { labelHidden })}
      {...(className && { className })}
    >
      <span className="relative block">
        <select
          required={!optional}
          {...rest}
          {...field.control}
          className={controlClass('appearance-none pr-9')}
        >
          {(placeholder != null || optional) && <option value="">{placeholder ?? ''}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon
          name="chevronDown"
          size={16}
          className="pointer-events-none absolute right-3 top-1/2 -translate-y-1/2 text-ink-3"
        />
      </span>
    </Field>
  )
}
