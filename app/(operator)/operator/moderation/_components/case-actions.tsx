'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from '~/components/ui/button'
import { Checkbox } from '~/components/ui/checkbox'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { Kbd } from '~/components/ui/kbd'
import { showToast } from '~/components/ui/toast'
import { useIsLive } from '~/components/ui/use-is-live'
import type { OrganisationState } from '~/lib/kernel/op-context'
import {
  acceptOrganisationAction,
  askOrganisationAction,
  liftCapAction,
  refuseOrganisationAction,
} from '../actions'
import { isFree } from './queue-keys'
import { WordsDialog } from './words-dialog'

type Props = {
  organisationId: string
  name: string
  state: OrganisationState
  isCapped: boolean
  differs: boolean
  trustableDomain: string | null
  isEmailConfirmed: boolean
  mayDecide: boolean
  nextHref: string
}
type Open = 'accept' | 'refuse' | 'ask' | 'cap'

const letters: Readonly<Record<string, Open>> = { a: 'accept', r: 'refuse', d: 'ask' }

/** The decisions: a, r and d open them, Enter confirms, and the next in line comes up. */
export function CaseActions({
  organisationId,
  name,
  state,
  isCapped,
  differs,
  trustableDomain,
  isEmailConfirmed,
  mayDecide,
  nextHref,
}: Props) {
  const t = useTranslations('moderation.case')
  const router = useRouter()
  const isLive = useIsLive()
  const [open, setOpen] = useState<Open | null>(null)
  const isUndecided = state === 'pending' || state === 'needs_info'
  const blocked = mayDecide ? (isEmailConfirmed ? undefined : t('unconfirmedReason')) : t('noRight')
  const blockedAsk = blocked ?? (state === 'needs_info' ? t('alreadyAsked') : undefined)
  const isOpenable = isUndecided && blocked === undefined

  useEffect(() => {
    if (!isOpenable) return
    const onKeyDown = (event: KeyboardEvent) => {
      const wanted = letters[event.key]
      if (!wanted || !isFree(event) || (wanted === 'ask' && blockedAsk)) return
      event.preventDefault()
      setOpen(wanted)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [isOpenable, blockedAsk])

  const [isTrusted, setTrusted] = useState(false)
  const close = () => {
    setTrusted(false)
    setOpen(null)
  }
  const done = (what: Open) => {
    close()
    showToast('ok', t(`done.${what}`, { name }))
    if (what !== 'cap') router.replace(nextHref, { scroll: false })
  }
  if (!isUndecided) {
    if (state !== 'active' || !isCapped) return null
    return (
      <>
        <Button size="sm" disabledReason={blocked} onClick={() => setOpen('cap')}>
          {t('liftCap')}
        </Button>
        <WordsDialog
          isOpen={open === 'cap'}
          onClose={close}
          title={t('capTitle', { name })}
          field={{ name: 'reason', label: t('capReason') }}
          submit={t('capSend')}
          action={liftCapAction}
          organisationId={organisationId}
          onDone={() => done('cap')}
        />
      </>
    )
  }
  return (
    <>
      <Button
        size="sm"
        disabledReason={blockedAsk}
        aria-keyshortcuts={isLive ? 'd' : undefined}
        onClick={() => setOpen('ask')}
      >
        {t('ask')} <Kbd>d</Kbd>
      </Button>
      <Button
        size="sm"
        disabledReason={blocked}
        aria-keyshortcuts={isLive ? 'r' : undefined}
        onClick={() => setOpen('refuse')}
      >
        {t('refuse')} <Kbd>r</Kbd>
      </Button>
      <Button
        size="sm"
        variant="primary"
        disabledReason={blocked}
        aria-keyshortcuts={isLive ? 'a' : undefined}
        onClick={() => setOpen('accept')}
      >
        {t('accept')} <Kbd>a</Kbd>
      </Button>
      <ConfirmDialog
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
      <WordsDialog
        isOpen={open === 'refuse'}
        onClose={close}
        title={t('refuseTitle', { name })}
        field={{ name: 'reason', label: t('reason'), hint: t('reasonHint') }}
        submit={t('refuseSend')}
        action={refuseOrganisationAction}
        organisationId={organisationId}
        onDone={() => done('refuse')}
      />
      <WordsDialog
        isOpen={open === 'ask'}
        onClose={close}
        title={t('askTitle', { name })}
        field={{ name: 'question', label: t('question'), hint: t('questionHint') }}
        submit={t('askSend')}
        action={askOrganisationAction}
        organisationId={organisationId}
        onDone={() => done('ask')}
      />
    </>
  )
}
