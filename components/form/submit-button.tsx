'use client'
import { use } from 'react'
import { cx } from '~/components/ui/cx'
import { Button, type ButtonProps } from '~/components/ui/links/button'
import { PendingContext } from './pending-context'

/** The button that sends the form around it; it answers at once and cannot send twice. A dialog has it at the right of its foot. */
export function SubmitButton({
  variant = 'primary',
  className,
  ...rest
}: Omit<ButtonProps, 'type' | 'pending'>) {
  const place = rest.block ? className : cx('justify-self-start in-[dialog]:justify-self-end', className)
  return <Button {...rest} className={place} variant={variant} type="submit" pending={use(PendingContext)} />
}
