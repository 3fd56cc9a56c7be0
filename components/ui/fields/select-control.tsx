import type { ComponentProps } from 'react'
import { cx } from '../cx'
import { Icon } from '../display/icon'
import { compactControlClass, controlClass } from './field-class'

export type SelectOption = { value: string; label: string; disabled?: boolean }

type Props = {
  options: readonly SelectOption[]
  /** The choice of nothing, first in the list. */
  placeholder?: string | undefined
  /** For a row of filters: lower, and as wide as its longest option. */
  isCompact?: boolean
} & ComponentProps<'select'>

/** The one list of choices: the browser's own, which works by keyboard and on phones, with our look. */
export function SelectControl({ options, placeholder, isCompact, className, ...rest }: Props) {
  return (
    <span className={cx('relative', isCompact ? 'inline-block max-w-full' : 'block', className)}>
      <select
        {...rest}
        className={cx(
          isCompact ? compactControlClass : controlClass(),
          'w-full cursor-pointer appearance-none truncate',
          isCompact ? 'pr-8' : 'pr-9',
        )}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon
        name="chevronDown"
        size={16}
        className={cx(
          'pointer-events-none absolute top-1/2 -translate-y-1/2 text-ink-3',
          isCompact ? 'right-2' : 'right-3',
        )}
      />
    </span>
  )
}
