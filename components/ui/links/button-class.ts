import { cx } from '../cx'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'sm' | 'md' | 'lg'
export type ButtonLook = { variant?: ButtonVariant; size?: ButtonSize; block?: boolean }

const variants: Record<ButtonVariant, string> = {
  primary: 'border border-amber-strong bg-amber text-on-amber hover:bg-amber-strong',
  secondary: 'border border-line-strong bg-surface text-ink hover:border-field hover:bg-sunken',
  quiet: 'border border-transparent text-brand hover:bg-sunken',
  danger: 'border border-bad bg-surface text-bad hover:bg-bad-wash',
}

const sizes: Record<ButtonSize, string> = {
  sm: 'min-h-8 px-2.5 py-1 text-sm',
  md: 'min-h-10 px-4 py-2 text-base',
  lg: 'min-h-12 px-5 py-2.5 text-base',
}

/** The common style of buttons and of links that look like buttons. */
export function buttonClass(
  { variant = 'secondary', size = 'md', block }: ButtonLook,
  extra?: string,
): string {
  return cx(
    'inline-flex items-center justify-center gap-2 rounded-control text-center font-semibold leading-tight transition-colors',
    'aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-ink-3 aria-disabled:hover:bg-sunken',
    variants[variant],
    sizes[size],
    block && 'w-full',
    extra,
  )
}
