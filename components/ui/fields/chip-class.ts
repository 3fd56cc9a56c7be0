import { cx } from '../cx'

/** The small box of a choice: amber edge and background when chosen. Contains a visually hidden input. */
export const chipClass = cx(
  'relative inline-flex min-h-8 items-center gap-2 rounded-small border border-line-strong bg-surface px-2.5 py-1 text-sm',
  'has-checked:border-amber-ink has-checked:bg-amber-wash has-disabled:text-ink-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand',
)
