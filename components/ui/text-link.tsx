import Link from 'next/link'
import type { ComponentProps } from 'react'
import { cx } from './cx'

/** A link in running text or in a table cell. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      {...rest}
      className={cx(
        'font-medium text-brand underline decoration-line-strong underline-offset-3 hover:decoration-brand',
        className,
      )}
    />
  )
}
