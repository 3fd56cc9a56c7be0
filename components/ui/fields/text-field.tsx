'use client'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from '../cx'
import { Field, type FieldProps } from './field'
import { controlClass } from './field-class'
import { useField } from './field-context'

type Props = FieldProps & {
  /** Those that look like text in every browser. */
  type?: 'text' | 'email' | 'password' | 'url'
  mono?: boolean
  suffix?: ReactNode
} & Omit<ComponentProps<'input'>, keyof FieldProps | 'type'>

/** One line of text, an e-mail, a password. A day is a `DateField`, a number a `NumberField`. */
export function TextField({
  name,
  label,
  hint,
  optional,
  error,
  labelHidden,
  className,
  mono,
  suffix,
  ...rest
}: Props) {
  const field = useField(name, { error, hint })
  const input = (
    <input
      type="text"
      required={!optional}
      {...rest}
      {...field.control}
      className={controlClass(cx(mono && 'font-mono text-sm', suffix != null && 'pr-16'))}
    />
  )
  return (
    <Field
      {...field}
      label={label}
      hint={hint}
      {...(optional && { optional })}
      {...(labelHidden && { labelHidden })}
      {...(className && { className })}
    >
      {suffix == null ? (
        input
      ) : (
        <span className="relative block">
          {input}
          <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-ink-3">
            {suffix}
          </span>
        </span>
      )}
    </Field>
  )
}
