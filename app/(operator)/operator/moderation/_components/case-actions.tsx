'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { OrganisationState } from '~/lib/kernel/op-context'
import {
  acceptOrganisationAction,
  askOrganisationAction,
  liftCapAction,
  refuseOrganisationAction,
} from '../actions'
import { DecisionBar, type DecisionButton, type DecisionName } from './decision-bar'
import { HoldDialog } from './hold-dialog'
import { WordsDialog } from './words-dialog'

type Props = {
  organisationId: string
  /** Null when the organisation is opened outside the queue. */
  caseId: string | null
  today: string
  name: string
  state: OrganisationState
  isCapped: boolean
  differs: boolean
  trustableDomain: string | null
  isEmailConfirmed: boolean
  mayDecide: boolean
  nextHref: string
}

/** Decisions on an application: each has a shortcut, Enter confirms, and the next case opens. */
export function CaseActions({ state, isCapped, ...props }: Props) {
  const isUndecided = state === 'pending' || state === 'needs_info'
  if (isUndecided) return <Application {...props} isAsked={state === 'needs_info'} />
  return state === 'active' && isCapped ? <LiftCap {...props} /> : null
}

type Application = Omit<Props, 'state' | 'isCapped'> & { isAsked: boolean }

function Application(props: Application) {
  const { organisationId, caseId, today, name, differs, trustableDomain, isAsked, nextHref } = props
  const t = useTranslations('moderation.case')
  const c = useTranslations('cases')
  const router = useRouter()
  const [open, setOpen] = useState<DecisionName | null>(null)
  const [isTrusted, setTrusted] = useState(false)
  const blocked = props.mayDecide
    ? props.isEmailConfirmed
      ? undefined
      : t('unconfirmedReason')
    : t('noRight')
  const buttons = useMemo((): DecisionButton[] => {
    const waits = blocked ?? (isAsked ? t('alreadyAsked') : undefined)
    return [
      { name: 'ask', letter: 'd', label: t('ask'), blocked: waits },
      ...(caseId ? [{ name: 'hold' as const, letter: 'h', label: c('hold'), blocked: waits }] : []),
      { name: 'refuse', letter: 'r', label: t('refuse'), blocked },
      { name: 'accept', letter: 'a', label: t('accept'), blocked },
    ]
  }, [blocked, isAsked, caseId, t, c])
  const close = () => {
    setTrusted(false)
    setOpen(null)
  }
  const done = (what: DecisionName) => {
    close()
    showToast('ok', what === 'hold' ? c('done.hold', { name }) : t(`done.${what}`, { name }))
    router.replace(nextHref, { scroll: false })
  }
  return (
    <>
      <DecisionBar buttons={buttons} onOpen={setOpen} />
      <ConfirmDialog
        isFocused
        isOpen={open === 'accept'}
        onClose={close}
        title={t('acceptTitle', { name })}
        confirmLabel={t('accept')}
        onConfirm={async () => {
          const result = await acceptOrganisationAction({
            organisationId,
            ...(isTrusted && trustableDomain ? { trustedDomain: trustableDomain } : {}),
          })
          if (result.ok) done('accept')
          return result
        }}
      >
        <p>{t('acceptText')}</p>
        {trustableDomain && (
          <Checkbox
            name="trusted-domain"
            label={t('trustDomain', { domain: trustableDomain })}
            hint={t('trustDomainHint')}
            checked={isTrusted}
            onChange={(event) => setTrusted(event.currentTarget.checked)}
          />
        )}
        {differs && <p className="font-medium text-warn">{t('acceptDiffers')}</p>}
      </ConfirmDialog>
      <WordsDialog<{ organisationId: string; reason: string }, void>
        isOpen={open === 'refuse'}
        onClose={close}
        title={t('refuseTitle', { name })}
        field={{ name: 'reason', label: t('reason'), hint: t('reasonHint') }}
        submit={t('refuseSend')}
        action={refuseOrganisationAction}
        of={{ organisationId }}
        draftKey={`moderation:reason:${organisationId}`}
        onDone={() => done('refuse')}
      />
      <WordsDialog<{ organisationId: string; question: string }, void>
        isOpen={open === 'ask'}
        onClose={close}
        title={t('askTitle', { name })}
        field={{ name: 'question', label: t('question'), hint: t('questionHint') }}
        submit={t('askSend')}
        action={askOrganisationAction}
        of={{ organisationId }}
        draftKey={`moderation:question:${organisationId}`}
        onDone={() => done('ask')}
      />
      {caseId && (
        <HoldDialog
          isOpen={open === 'hold'}
          onClose={close}
          caseId={caseId}
          name={name}
          today={today}
          onDone={() => done('hold')}
        />
      )}
    </>
  )
}

type Capped = Pick<Props, 'organisationId' | 'name' | 'mayDecide'>

function LiftCap({ organisationId, name, mayDecide }: Capped) {
  const t = useTranslations('moderation.case')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" disabledReason={mayDecide ? undefined : t('noRight')} onClick={() => setOpen(true)}>
        {t('liftCap')}
      </Button>
      <WordsDialog<{ organisationId: string; reason: string }, void>
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('capTitle', { name })}
        field={{ name: 'reason', label: t('capReason') }}
        submit={t('capSend')}
        action={liftCapAction}
        of={{ organisationId }}
        draftKey={`moderation:cap:${organisationId}`}
        onDone={() => {
          setOpen(false)
          showToast('ok', t('done.cap', { name }))
        }}
      />
    </>
  )
}
