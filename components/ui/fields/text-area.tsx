'use client'
import type { ComponentProps } from 'react'
import { cx } from '../cx'
import { Field, type FieldProps } from './field'
import { controlClass } from './field-class'
import { useField } from './field-context'

type Props = FieldProps & { mono?: boolean } & Omit<ComponentProps<'textarea'>, keyof FieldProps>

/** Several lines; grows with its content. */
export function TextArea({
  name,
  label,
  hint,
  optional,
  error,
  labelHidden,
  className,
  mono,
  rows = 4,
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
      <textarea
        rows={rows}
        required={!optional}
        {...rest}
        {...field.control}
        className={controlClass(
          cx('field-sizing-content max-h-96 min-h-20', mono && 'font-mono text-sm break-all'),
        )}
      />
    </Field>
  )
}
