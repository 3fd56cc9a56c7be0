import { cx } from './cx'

/** The look shared by every box one types or chooses in. The border keeps 3:1 against both themes. */
export function controlClass(extra?: string): string {
  return cx(
    'w-full min-h-10 rounded-control border border-field bg-surface px-3 py-2 text-base text-ink',
    'aria-invalid:border-bad aria-invalid:outline-bad read-only:bg-sunken disabled:bg-sunken disabled:text-ink-3',
    extra,
  )
}
