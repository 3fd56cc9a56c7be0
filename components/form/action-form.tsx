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

// Few forms ever ask for it.
const ProofPart = lazy(() => import('./proof-part'))

type Props<I, T> = {
  /** A server action. It receives the named fields as one object; see `form-values.ts`. */
  action: (input: I) => Promise<ActionResult<T>>
  /** Fields that are not on screen: `{ instanceId }`. They win over fields of the same name. */
  extra?: Partial<I>
  /** A last say over what is sent. */
  prepare?: (input: I) => I
  /** Takes the proof that it is the person, when the action asks for it: a code, or the password. */
  prove?: ((proof: string) => Promise<ActionResult<unknown>>) | undefined
  onSuccess?: (data: T) => void
  /** Where to go once accepted. */
  successHref?: string
  successToast?: string
  /** Keeps what is typed in this tab under this name; never passwords. */
  draftKey?: string
  children: ReactNode
} & Omit<ComponentProps<'form'>, 'action' | 'onSubmit' | 'ref'>

/**
 * A form around a server action: checks what the browser can check and says it in words, sends once,
 * keeps the values after a refusal, moves the focus to the summary of what is wrong.
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
