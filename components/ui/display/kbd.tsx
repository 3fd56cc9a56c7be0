import { cx } from '../cx'

/** A keyboard key. Decorative inside a control that already has a name. */
export function Kbd({ children, onNight }: { children: string; onNight?: boolean }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd is not focusable.
    <kbd
      aria-hidden="true"
      className={cx(
        'font-mono text-2xs whitespace-nowrap',
        onNight ? 'text-on-night-muted' : 'rounded-small border border-line bg-sunken px-1 text-ink-2',
      )}
    >
      {children}
    </kbd>
  )
}
