import type { ComponentProps } from 'react'
import { cx } from '../cx'
import { ForeseenLink } from './foreseen-link'

/** A link in running text or in a table cell. */
export function TextLink({ className, ...rest }: ComponentProps<typeof ForeseenLink>) {
  return (
    <ForeseenLink
      {...rest}
      className={cx(
        'font-medium text-brand underline decoration-line-strong underline-offset-3 hover:decoration-brand',
        className,
      )}
    />
  )
}
