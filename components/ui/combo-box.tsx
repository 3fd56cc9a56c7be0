'use client'
import dynamic from 'next/dynamic'
import type { FieldProps } from './field'
import { Skeleton } from './skeleton'

export type ComboBoxOption = { value: string; label: string; note?: string }

export type ComboBoxProps = FieldProps & {
  options: readonly ComboBoxOption[]
  defaultValue?: string
  onValueChange?: (value: string | null) => void
  placeholder?: string
}

/** A choice among many, found by typing. Its code comes after the page; a shape of its size stands in. */
export const ComboBox = dynamic<ComboBoxProps>(
  () => import('./combo-box-field').then((module) => module.ComboBoxField),
  {
    ssr: false,
    loading: () => (
      <span className="grid gap-1.5">
        <Skeleton className="h-5 w-32" />
        <Skeleton className="h-10 w-full" />
      </span>
    ),
  },
)
