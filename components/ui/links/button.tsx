import { type ComponentProps, type ReactNode, useId } from 'react'
import { Blocked } from '../display/blocked'
import { type ButtonLook, buttonClass } from './button-class'

export type ButtonProps = ButtonLook & {
  /** Why the button is disabled, in words. It stays focusable and announces the reason. */
  disabledReason?: string | undefined
  /** Work has started: the button shows it at once and ignores further presses. */
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
  onClick,
  ...rest
}: ButtonProps) {
  const reasonId = useId()
  const isBlocked = pending || Boolean(disabledReason)
  return (
    <>
      <button
        {...rest}
        type={type}
        className={buttonClass({ variant, size, block }, className)}
        {...(isBlocked ? { 'aria-disabled': true } : { onClick })}
        {...(pending && { 'aria-busy': true })}
        {...(disabledReason && { 'aria-describedby': reasonId })}
      >
        {pending ? <Spinner /> : icon}
        {children}
      </button>
      {isBlocked && <Blocked id={reasonId} reason={disabledReason} />}
    </>
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
