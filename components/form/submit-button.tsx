'use client'
import { use } from 'react'
import { cx } from '~/components/ui/cx'
import { Button, type ButtonProps } from '~/components/ui/links/button'
import { PendingContext } from './pending-context'

/**
 * The submit button of the surrounding form; it reacts at once and cannot submit twice. In a dialog it is at the
 * bottom right.
 */
export function SubmitButton({
  variant = 'primary',
  className,
  ...rest
}: Omit<ButtonProps, 'type' | 'pending'>) {
  const place = rest.block ? className : cx('justify-self-start in-[dialog]:justify-self-end', className)
  const isPending = use(PendingContext)
  return (
    <Button
      {...rest}
      className={place}
      variant={variant}
      type="submit"
      pending={isPending}
      aria-keyshortcuts="Control+Enter Meta+Enter"
    />
  )
}
