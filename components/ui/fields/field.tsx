'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cx } from '../cx'
import { Icon } from '../display/icon'

export type FieldProps = {
  name: string
  label: ReactNode
  /** One line below the label: the expected format, an example. */
  hint?: ReactNode
  /** Fields are required by default; the label of an optional one adds « facultatif ». */
  optional?: boolean
  error?: string | undefined
  /** Hides the label visually, where the context makes it obvious. */
  labelHidden?: boolean
  className?: string
}

type Props = Pick<FieldProps, 'label' | 'hint' | 'optional' | 'error' | 'labelHidden' | 'className'> & {
  id: string
  hintId: string | undefined
  errorId: string | undefined
  children: ReactNode
}

/** Label, hint, control and error of one field, in reading order. */
export function Field({
  id,
  label,
  hint,
  optional,
  error,
  labelHidden,
  className,
  hintId,
  errorId,
  children,
}: Props) {
  return (
    <div className={cx('grid content-start gap-1.5', className)}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'text-sm font-semibold'}>
        {label}
        {optional && <OptionalMark />}
      </label>
      {hint && (
        <p id={hintId} className="-mt-1 text-sm text-ink-3">
          {hint}
        </p>
      )}
      {children}
      <FieldError id={errorId} text={error} />
    </div>
  )
}

export function OptionalMark() {
  const t = useTranslations('common')
  return <span className="font-normal text-ink-3"> {t('optional')}</span>
}

export function FieldError({ id, text }: { id: string | undefined; text: string | undefined }) {
  if (!text) return null
  return (
    <p id={id} className="flex items-start gap-1.5 text-sm font-medium text-bad">
      <Icon name="alert" size={16} className="mt-0.5" />
      {text}
    </p>
  )
}
