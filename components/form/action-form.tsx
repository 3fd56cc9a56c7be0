'use client'
import { useRouter } from 'next/navigation'
import { type ComponentProps, lazy, type ReactNode, Suspense, useId, useMemo, useRef } from 'react'
import { cx } from '~/components/ui/cx'
import { FieldContext } from '~/components/ui/fields/field-context'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'
import { ErrorSummary } from './error-summary'
import { PendingContext } from './pending-context'
import { useActionForm } from './use-action-form'
import { useDraft } from './use-draft'

// Few forms need it.
const ProofPart = lazy(() => import('./proof-part'))

type Props<I, T> = {
  /** A server action. It receives the named fields as one object; see `form-values.ts`. */
  action: (input: I) => Promise<ActionResult<T>>
  /** Fields that are not on screen: `{ instanceId }`. They override fields with the same name. */
  extra?: Partial<I>
  /** Final transformation of the input. */
  prepare?: (input: I) => I
  /** Submits the required proof of identity: a code, or the password. */
  prove?: ((proof: string) => Promise<ActionResult<unknown>>) | undefined
  onSuccess?: (data: T) => void
  /** Address to open after success. */
  successHref?: string
  successToast?: string
  /** Stores the input in this tab under this name; never passwords. */
  draftKey?: string
  children: ReactNode
} & Omit<ComponentProps<'form'>, 'action' | 'onSubmit' | 'ref'>

/**
 * A form for a server action: runs the browser's validation with our messages, submits once, keeps the values after
 * an error, and focuses the error summary.
 */
export function ActionForm<I, T>({
  action,
  extra,
  prepare,
  prove,
  onSuccess,
  successHref,
  successToast,
  draftKey,
  className,
  children,
  ...rest
}: Props<I, T>) {
  const formId = useId()
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)
  const clearDraft = useDraft(form, draftKey)
  const { askedFor, errors, summary, summaryRef, isSending, submit } = useActionForm<I, T>({
    form,
    formId,
    action,
    prepare: (input) => {
      const whole = { ...input, ...extra }
      return prepare ? prepare(whole) : whole
    },
    prove,
    onAccepted: (data) => {
      clearDraft()
      if (successToast) showToast('ok', successToast)
      onSuccess?.(data)
      if (successHref) router.push(successHref)
    },
  })
  const scope = useMemo(() => ({ formId, errors }), [formId, errors])
  return (
    <FieldContext value={scope}>
      <PendingContext value={isSending}>
        <form
          {...rest}
          ref={form}
          noValidate
          onSubmit={submit}
          aria-busy={isSending}
          className={cx('grid content-start gap-5', className)}
        >
          <ErrorSummary ref={summaryRef} {...summary} />
          {askedFor && (
            <Suspense>
              <ProofPart asked={askedFor} />
            </Suspense>
          )}
          {children}
        </form>
      </PendingContext>
    </FieldContext>
  )
}
