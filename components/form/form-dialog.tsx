'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'
import { LateFormInDialog } from './late-form-in-dialog'

type Props<I, T> = {
  /** Label of the button that opens it. */
  label: string
  /** Accessible label, when several buttons have the same label. */
  labelInFull?: string
  /** Why it cannot be opened now. */
  disabledReason?: string | undefined
  title: string
  submit: string
  /** Message after success. */
  done: string | ((data: T) => string)
  action: (input: I) => Promise<ActionResult<T>>
  extra?: Partial<I>
  prepare?: (input: I) => I
  /** Submits the required proof of identity. */
  prove?: (proof: string) => Promise<ActionResult<unknown>>
  size?: 'md' | 'lg'
  variant?: 'primary' | 'secondary' | 'quiet'
  children: ReactNode
}

/** A button that opens a form; the page is refreshed after success. */
export function FormDialog<I, T>(props: Props<I, T>) {
  const {
    label,
    labelInFull,
    disabledReason,
    title,
    submit,
    done,
    action,
    extra,
    prepare,
    prove,
    size,
    variant,
    children,
  } = props
  const [isOpen, setOpen] = useState(false)
  const router = useRouter()
  return (
    <>
      <Button
        size="sm"
        variant={variant ?? 'secondary'}
        disabledReason={disabledReason}
        onClick={() => setOpen(true)}
        {...(labelInFull && { 'aria-label': labelInFull })}
      >
        {label}
      </Button>
      <LateFormInDialog<I, T>
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={title}
        submit={submit}
        size={size ?? 'md'}
        action={action}
        {...(extra && { extra })}
        {...(prepare && { prepare })}
        {...(prove && { prove })}
        onSuccess={(data) => {
          setOpen(false)
          showToast('ok', typeof done === 'string' ? done : done(data))
          router.refresh()
        }}
      >
        {children}
      </LateFormInDialog>
    </>
  )
}
