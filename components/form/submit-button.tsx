'use client'
import { use } from 'react'
import { Button, type ButtonProps } from '~/components/ui/button'
import { cx } from '~/components/ui/cx'
import { PendingContext } from './pending-context'

/** The button that sends the form around it; it answers at once and cannot send twice. */
export function SubmitButton({
  variant = 'primary',
  className,
  ...rest
}: Omit<ButtonProps, 'type' | 'pending'>) {
  const place = rest.block ? className : cx('justify-self-start', className)
  return <Button {...rest} className={place} variant={variant} type="submit" pending={use(PendingContext)} />
}
