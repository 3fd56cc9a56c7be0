import { cx } from '../cx'
import { type IconName, iconPaths } from './icon-paths'

export type { IconName } from './icon-paths'

/** A decorative icon in the text colour; with `label` it becomes an image with a name. */
export function Icon({
  name,
  size = 18,
  label,
  className,
}: {
  name: IconName
  size?: number
  label?: string
  className?: string
}) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it is hidden from screen readers unless it has a label.
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
      className={cx('shrink-0', className)}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <path d={iconPaths[name]} />
    </svg>
  )
}
