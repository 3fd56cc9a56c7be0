import type { ComponentProps } from 'react'
import { cx } from '../cx'
import { Icon } from '../display/icon'
import { compactControlClass, controlClass } from './field-class'

type Props = {
  /** A day and a time, not a day alone. */
  withTime?: boolean
  /** For a row of filters: lower, and as wide as a date. */
  isCompact?: boolean
} & Omit<ComponentProps<'input'>, 'type'>

/** The one date: the browser's own parts and calendar, with our look and our icon in both themes. */
export function DateControl({ withTime, isCompact, className, ...rest }: Props) {
  return (
    <span className={cx('relative', isCompact ? 'inline-block max-w-full' : 'block', className)}>
      <input
        type={withTime ? 'datetime-local' : 'date'}
        {...rest}
        className={cx(
          isCompact ? compactControlClass : controlClass(),
          'date-control w-full',
          isCompact ? 'pr-8' : 'pr-9',
        )}
      />
      <Icon
        name="calendar"
        size={16}
        className={cx('date-icon absolute top-1/2 -translate-y-1/2', isCompact ? 'right-2' : 'right-3')}
      />
    </span>
  )
}
