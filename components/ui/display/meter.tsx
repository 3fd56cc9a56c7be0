import { cx } from '../cx'

type Props = {
  label: string
  value: number
  max: number
  /** Text for screen readers instead of bare numbers: `412 € sur 600 €`. */
  valueText: string
  tone?: 'brand' | 'amber' | 'bad' | 'auto'
  size?: 'sm' | 'md'
  className?: string
}

/**
 * A used or free share as a bar. An SVG, because the content security policy forbids a width in a style attribute.
 * With `auto` the bar warns from 80 % and alarms at 100 %.
 */
export function Meter({ label, value, max, valueText, tone = 'brand', size = 'sm', className }: Props) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0
  return (
    // biome-ignore lint/a11y/useSemanticElements: the native meter cannot be drawn alike in every browser.
    <span
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      aria-valuetext={valueText}
      className={cx(
        'block overflow-hidden rounded-full border border-line bg-sunken',
        size === 'sm' ? 'h-1.5' : 'h-2.5',
        className,
      )}
    >
      <Bar share={share} tone={tone === 'auto' ? toneOf(share) : tone} />
    </span>
  )
}

const fills = { brand: 'fill-s1', amber: 'fill-amber', bad: 'fill-bad' } as const

export function Bar({ share, tone }: { share: number; tone: keyof typeof fills }) {
  return (
    <svg width="100%" height="100%" aria-hidden="true" focusable="false" className="block">
      <rect width={`${(share * 100).toFixed(2)}%`} height="100%" className={fills[tone]} />
    </svg>
  )
}

function toneOf(share: number): keyof typeof fills {
  if (share >= 1) return 'bad'
  return share >= 0.8 ? 'amber' : 'brand'
}
