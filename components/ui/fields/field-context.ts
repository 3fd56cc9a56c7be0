'use client'
import { createContext, useContext, useId } from 'react'

/** What a form provides to its fields. Outside a form, fields work alone. */
export type FieldScope = {
  formId: string
  errors: Readonly<Record<string, string>>
}

export const FieldContext = createContext<FieldScope | null>(null)

/** Ids and error text of one named field, which link label, hint, error and control. */
export function useField(name: string, own: { error?: string | undefined; hint?: unknown }) {
  const scope = useContext(FieldContext)
  const lone = useId()
  const id = `${scope?.formId ?? lone}-${name}`
  const error = own.error ?? scope?.errors[name]
  const hintId = own.hint ? `${id}-hint` : undefined
  const errorId = error ? `${id}-error` : undefined
  return {
    id,
    error,
    hintId,
    errorId,
    control: {
      id,
      name,
      'aria-invalid': error ? (true as const) : undefined,
      'aria-describedby': [hintId, errorId].filter(Boolean).join(' ') || undefined,
    },
  }
}
