'use client'
import { use } from 'react'
import { Button, type ButtonProps } from '~/components/ui/button'
import { PendingContext } from './pending-context'

/** The button that sends the form around it; it answers at once and cannot send twice. */
export function SubmitButton({ variant = 'primary', ...rest }: Omit<ButtonProps, 'type' | 'pending'>) {
  return <Button {...rest} variant={variant} type="submit" pending={use(PendingContext)} />
}
