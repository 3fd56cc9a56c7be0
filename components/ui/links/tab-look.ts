import { cx } from '../cx'

/** The look of a tab. */
export const tabClass = (isCurrent: boolean): string =>
  cx(
    '-mb-px inline-flex min-h-10 items-center border-b-2 px-3 whitespace-nowrap',
    isCurrent ? 'border-amber-ink font-semibold text-ink' : 'border-transparent text-ink-2 hover:text-ink',
  )
