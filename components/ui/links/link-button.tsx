import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonClass } from './button-class'

type Props = ButtonLook & { icon?: ReactNode } & ComponentProps<typeof Link>

/** A link that looks like a button: it navigates and changes nothing. */
export function LinkButton({ variant, size, block, icon, className, children, ...rest }: Props) {
  const look = { ...(variant && { variant }), ...(size && { size }), ...(block && { block }) }
  return (
    <Link {...rest} className={buttonClass(look, className)}>
      {icon}
      {children}
    </Link>
  )
}
