'use client'
import type { ComponentProps } from 'react'
import { DateControl } from './date-control'
import { Field, type FieldProps } from './field'
import { useField } from './field-context'

type Props = FieldProps & { withTime?: boolean } & Omit<ComponentProps<'input'>, keyof FieldProps | 'type'>

/** A day, or a day and a time, with its label, hint and error. */
export function DateField({ name, label, hint, optional, error, labelHidden, className, ...rest }: Props) {
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
      <DateControl required={!optional} {...rest} {...field.control} />
    </Field>
  )
}
