'use client'
import type { ComponentProps } from 'react'
import { Field, type FieldProps } from './field'
import { useField } from './field-context'
import { SelectControl, type SelectOption } from './select-control'

type Props = FieldProps & { options: readonly SelectOption[]; placeholder?: string } & Omit<
    ComponentProps<'select'>,
    keyof FieldProps
  >

/** A list of choices with its label, hint and error. */
export function Select({
  name,
  label,
  hint,
  optional,
  error,
  labelHidden,
  className,
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
      <SelectControl
        required={!optional}
        {...rest}
        {...field.control}
        placeholder={placeholder ?? (optional ? '' : undefined)}
      />
    </Field>
  )
}
