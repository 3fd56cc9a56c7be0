'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { FieldContext } from '~/components/ui/fields/field-context'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { type QuarantineView, quarantineCan, quarantineDays, shownKindOf } from '~/lib/hypervisors/client'
import { decideQuarantineAction } from '../actions'

const decisions = ['propose', 'confirm', 'adopt', 'keep'] as const
type Decision = (typeof decisions)[number]

/** Decisions on one object: two people delete it, one person adopts or keeps it. */
export function QuarantineActions({
  object,
  found,
  refusal,
}: {
  object: QuarantineView
  /** Name, size and location, in words. */
  found: ReactNode
  refusal: string | undefined
}) {
  const t = useTranslations('drifts.quarantine')
  const router = useRouter()
  const [asked, setAsked] = useState<Decision | null>(null)
  const [beforeTerm, setBeforeTerm] = useState(false)
  const decision = asked ?? 'keep'
  const isDeletion = decision === 'propose' || decision === 'confirm'
  // The second approver cannot shorten the term that the proposal kept.
  const mayHasten = !object.isTermOver && (decision === 'propose' || object.beforeTerm)
  const decide = async () => {
    const { id: quarantineId } = object
    const result = await decideQuarantineAction(
      decision === 'propose' || decision === 'confirm'
        ? { quarantineId, decision, beforeTerm: mayHasten && beforeTerm }
        : { quarantineId, decision },
    )
    if (result.ok) router.refresh()
    return result
  }
  return (
    <span className="flex flex-wrap gap-1.5">
      {decisions
        .filter((each) => quarantineCan[each](object.state))
        .map((each) => (
          <Button
            key={each}
            size="sm"
            disabledReason={
              refusal ?? (each === 'confirm' && object.needsAnother ? t('ownProposal') : undefined)
            }
            onClick={() => setAsked(each)}
          >
            {t(`decide.${each}`)}
          </Button>
        ))}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => {
          setAsked(null)
          setBeforeTerm(false)
        }}
        title={t(`decideTitle.${decision}`, { object: object.subject })}
        confirmLabel={t(`decide.${decision}`)}
        danger={isDeletion}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={decide}
      >
        {/* A reference alone would not reveal that another object is meant. */}
        <p className="font-medium wrap-anywhere">
          {t(`kind.${shownKindOf(object)}`)} · {object.owner && `${object.owner} · `}
          {found}
        </p>
        <p>{t(`decideText.${decision}`, { days: quarantineDays })}</p>
        {isDeletion && mayHasten && (
          <FieldContext value={null}>
            <Checkbox
              name="before-term"
              checked={beforeTerm}
              onChange={(event) => setBeforeTerm(event.currentTarget.checked)}
              label={t('beforeTerm', { days: quarantineDays })}
            />
          </FieldContext>
        )}
      </ConfirmDialog>
    </span>
  )
}
