'use client'
import { type ReactNode, useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { ActionResult } from '~/lib/kernel/action-result'

const decisions = ['agreed', 'refused'] as const
type Decision = (typeof decisions)[number]

type Props = {
  texts: Readonly<Record<Decision, { label: string; title: string; text: string }>>
  refusal: string | undefined
  onDecide: (decision: Decision) => Promise<ActionResult<unknown>>
  /** A summary of the proposal, repeated in the confirmation. */
  children?: ReactNode
}

/** The second approver's two answers to a proposal; each requires a fresh second factor. */
export function SecondPersonDecision({ texts, refusal, onDecide, children }: Props) {
  const [asked, setAsked] = useState<Decision | null>(null)
  const decision = asked ?? 'agreed'
  const { label, title, text } = texts[decision]
  return (
    <span className="flex gap-1.5">
      {decisions.map((each) => (
        <Button
          key={each}
          size="sm"
          {...(each === 'agreed' && { variant: 'primary' })}
          disabledReason={refusal}
          onClick={() => setAsked(each)}
        >
          {texts[each].label}
        </Button>
      ))}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={title}
        confirmLabel={label}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={() => onDecide(decision)}
      >
        {children}
        <p>{text}</p>
      </ConfirmDialog>
    </span>
  )
}
