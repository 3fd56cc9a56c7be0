import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonClass } from './button-class'
import { ReasonButton } from './reason-button'

export type ButtonProps = ButtonLook & {
  /** Why the button cannot be pressed, in words. It stays focusable and says so. */
  disabledReason?: string | undefined
  /** Work has started: the button answers at once and takes no second press. */
  pending?: boolean
  icon?: ReactNode
} & Omit<ComponentProps<'button'>, 'disabled'>

export function Button({
  variant = 'secondary',
  size = 'md',
  block = false,
  disabledReason,
  pending = false,
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  const look = buttonClass({ variant, size, block }, className)
  const content = (
    <>
      {pending ? <Spinner /> : icon}
      {children}
    </>
  )
  if (disabledReason || pending) {
    return (
      <ReasonButton
        {...rest}
        type={type}
        className={look}
        reason={disabledReason}
        block={block}
        pending={pending}
      >
        {content}
      </ReasonButton>
    )
  }
  return (
    <button {...rest} type={type} className={look}>
      {content}
    </button>
  )
}

export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-4 shrink-0 animate-[spin_0.8s_linear_infinite] rounded-full border-2 border-current border-t-transparent"
    />
  )
}
