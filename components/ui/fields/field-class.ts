import { cx } from '../cx'

const box =
  'min-h-10 rounded-control border border-field bg-surface px-3 py-2 text-base text-ink aria-invalid:border-bad aria-invalid:outline-bad disabled:bg-sunken disabled:text-ink-3 [&[readonly]]:bg-sunken'

/** The common style of inputs and selects. The border has a contrast of 3:1 in both themes. */
export function controlClass(extra?: string): string {
  return cx(box, 'w-full', extra)
}

/** The same for a row of filters: lower, and as wide as the content. */
export const compactControlClass =
  'min-h-9 max-w-full rounded-control border border-field bg-surface px-2.5 py-1 text-sm text-ink'
