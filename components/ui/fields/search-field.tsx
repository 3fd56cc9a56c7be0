import type { ComponentProps } from 'react'
import { cx } from '../cx'
import { Icon } from '../display/icon'
import { compactControlClass } from './field-class'

type Props = { label: string } & Omit<ComponentProps<'input'>, 'type'>

/** A search box; `/` focuses the first one on the page. */
export function SearchField({ label, className, ...rest }: Props) {
  return (
    <span className={cx('relative block', className)}>
      <Icon
        name="search"
        size={16}
        className="pointer-events-none absolute left-3 top-1/2 -translate-y-1/2 text-ink-3"
      />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        data-hotkey-search=""
        {...rest}
        className={cx(compactControlClass, 'w-full pl-9')}
      />
    </span>
  )
}
