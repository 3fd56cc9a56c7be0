'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { TextArea } from '~/components/ui/fields/text-area'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'

export type ActOnChosen<Row> = {
  appliesTo(row: Row): boolean
  /** Sends the act for these rows; returns how many it was done for. */
  send(rows: readonly Row[], reason: string): Promise<ActionResult<{ done: number }>>
  /** It destroys something. */
  danger?: boolean
  /** The person writes why. */
  needsReason?: boolean
}

/** What a button, its dialog and its outcome show for an act. */
export type ActTexts<Name extends string> = {
  button(act: Name, count: number): string
  /** Why the button is off when no chosen row fits. */
  none(act: Name): string
  title(act: Name, count: number): string
  text(act: Name): string
  done(act: Name, counts: { count: number; left: number }): string
  reason: string
}

type Props<Name extends string, Row> = {
  /** In the order of their buttons. */
  acts: Record<Name, ActOnChosen<Row>>
  texts: ActTexts<Name>
  rows: readonly Row[]
  /** Why this person may not decide; undefined if allowed. */
  refusal: string | undefined
  onDone: () => void
}

/** A button for each act on the chosen rows; each confirms with a proof of identity, and reports how many were left. */
export function ActsOnChosen<Name extends string, Row>({
  acts,
  texts,
  rows,
  refusal,
  onDone,
}: Props<Name, Row>) {
  const router = useRouter()
  const names = Object.keys(acts) as [Name, ...Name[]]
  const [asked, setAsked] = useState<Name | null>(null)
  const [reason, setReason] = useState('')
  const name = asked ?? names[0]
  const chosen = (of: Name) => rows.filter(acts[of].appliesTo)
  const count = chosen(name).length
  const send = async () => {
    const result = await acts[name].send(chosen(name), reason)
    if (result.ok) {
      const left = count - result.data.done
      showToast(left > 0 ? 'warn' : 'ok', texts.done(name, { count: result.data.done, left }))
      setReason('')
      onDone()
      router.refresh()
    }
    return result
  }
  return (
    <span className="flex flex-wrap gap-1.5">
      {names.map((each) => (
        <Button
          key={each}
          size="sm"
          disabledReason={refusal ?? (chosen(each).length === 0 ? texts.none(each) : undefined)}
          onClick={() => setAsked(each)}
        >
          {texts.button(each, chosen(each).length)}
        </Button>
      ))}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={texts.title(name, count)}
        confirmLabel={texts.button(name, count)}
        danger={acts[name].danger}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={send}
      >
        <p>{texts.text(name)}</p>
        {acts[name].needsReason && (
          <TextArea
            name="reason"
            label={texts.reason}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </ConfirmDialog>
    </span>
  )
}
