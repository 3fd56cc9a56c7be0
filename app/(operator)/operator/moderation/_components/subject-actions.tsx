'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { CaseKind } from '~/lib/moderation/client'
import { askCaseAction, decideCasesAction } from '../actions'
import { DecisionBar, type DecisionButton, type DecisionName } from './decision-bar'
import { HoldDialog } from './hold-dialog'
import { WordsDialog } from './words-dialog'

type Props = {
  caseId: string
  kind: Exclude<CaseKind, 'organisation'>
  /** Short description of the subject. */
  name: string
  isAsked: boolean
  mayDecide: boolean
  today: string
  nextHref: string
}
type Decided = { caseIds: string[]; decision: 'accepted' | 'refused'; reason: string }

/** Decisions on an order, quote, quota or references; afterwards the next case opens. */
export function SubjectActions({ caseId, kind, name, isAsked, mayDecide, today, nextHref }: Props) {
  const t = useTranslations('cases')
  const router = useRouter()
  const [open, setOpen] = useState<DecisionName | null>(null)
  const blocked = mayDecide ? undefined : t('noRight')
  const buttons = useMemo((): DecisionButton[] => {
    const waits = blocked ?? (isAsked ? t('alreadyAsked') : undefined)
    return [
      { name: 'ask', letter: 'd', label: t('ask'), blocked: waits },
      { name: 'hold', letter: 'h', label: t('hold'), blocked: waits },
      // Wrong references lead to a question for the buyer, not to a refusal.
      ...(kind === 'references'
        ? []
        : [{ name: 'refuse' as const, letter: 'r', label: t('refuse'), blocked }]),
      { name: 'accept', letter: 'a', label: t(kind === 'references' ? 'confirm' : 'accept'), blocked },
    ]
  }, [blocked, isAsked, kind, t])
  const done = (what: DecisionName) => {
    setOpen(null)
    showToast('ok', t(`done.${what}`, { name }))
    router.replace(nextHref, { scroll: false })
  }
  const close = () => setOpen(null)
  return (
    <>
      <DecisionBar buttons={buttons} onOpen={setOpen} />
      <ConfirmDialog
        isFocused
        isOpen={open === 'accept'}
        onClose={close}
        title={t(`acceptTitle.${kind}`, { name })}
        confirmLabel={t(kind === 'references' ? 'confirm' : 'accept')}
        onConfirm={async () => {
          const result = await decideCasesAction({ caseIds: [caseId], decision: 'accepted' })
          if (result.ok) done('accept')
          return result
        }}
      >
        <p>{t(`acceptText.${kind}`)}</p>
      </ConfirmDialog>
      <WordsDialog<Decided, unknown>
        isOpen={open === 'refuse'}
        onClose={close}
        title={t('refuseTitle', { name })}
        field={{ name: 'reason', label: t('reason'), hint: t('reasonHint') }}
        submit={t('refuse')}
        action={decideCasesAction}
        of={{ caseIds: [caseId], decision: 'refused' }}
        draftKey={`moderation:refuse:${caseId}`}
        onDone={() => done('refuse')}
      />
      <WordsDialog<{ caseId: string; question: string }, void>
        isOpen={open === 'ask'}
        onClose={close}
        title={t('askTitle', { name })}
        field={{ name: 'question', label: t('question'), hint: t('questionHint') }}
        submit={t('askSend')}
        action={askCaseAction}
        of={{ caseId }}
        draftKey={`moderation:ask:${caseId}`}
        onDone={() => done('ask')}
      />
      <HoldDialog
        isOpen={open === 'hold'}
        onClose={close}
        caseId={caseId}
        name={name}
        today={today}
        onDone={() => done('hold')}
      />
    </>
  )
}
