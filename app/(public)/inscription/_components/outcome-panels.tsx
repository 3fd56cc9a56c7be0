'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextArea } from '~/components/ui/fields/text-area'
import { Button } from '~/components/ui/links/button'
import { LinkButton } from '~/components/ui/links/link-button'
import type { SignUpAction, SignUpAnswer, SignUpFields } from './types'

type SentProps = { email: string; expiresAt: Date; isPublicBody: boolean; mailboxHref: string | null }

/** Until when the link works, and what a first order needs. */
export function ConfirmationSent({ email, expiresAt, isPublicBody, mailboxHref }: SentProps) {
  const t = useTranslations('identity.signUp')
  const needed = ['secondFactor', 'sshKey', isPublicBody ? 'publicReferences' : 'reference'] as const
  return (
    <div className="grid gap-5">
      <Callout
        tone="ok"
        live
        title={t('sentTitle')}
        {...(mailboxHref && { actions: <LinkButton href={mailboxHref}>{t('mailbox')}</LinkButton> })}
      >
        <p>{t.rich('sent', { email, until: () => <Timestamp at={expiresAt} /> })}</p>
        <p className="mt-2">{t('sentJoining')}</p>
        {mailboxHref && <p className="mt-2 text-ink-2">{t('sentMailbox')}</p>}
      </Callout>
      <section className="grid gap-2">
        <h2 className="text-lg">{t('prepareTitle')}</h2>
        <ul className="grid list-disc gap-1.5 pl-5">
          {needed.map((each) => (
            <li key={each}>{t(`prepare.${each}`)}</li>
          ))}
        </ul>
      </section>
    </div>
  )
}

export function JoinRequested() {
  const t = useTranslations('identity.signUp')
  return (
    <Callout tone="ok" live title={t('joinedTitle')}>
      {t('joinedSignedIn')}
    </Callout>
  )
}

type OfferProps = {
  name: string
  sent: SignUpFields
  action: SignUpAction
  onAnswer: (answer: SignUpAnswer) => void
  onBack: () => void
}

/** The organisation already exists: the entered data is kept, and the person may ask to join it instead. */
export function JoinOffer({ name, sent, action, onAnswer, onBack }: OfferProps) {
  const t = useTranslations('identity.signUp')
  return (
    <ActionForm<SignUpFields, SignUpAnswer>
      action={action}
      prepare={({ joinMessage = '' }) => ({ ...sent, joinMessage })}
      onSuccess={onAnswer}
    >
      <Callout tone="info" live title={t('takenTitle', { name })}>
        {t('taken')}
      </Callout>
      <TextArea name="joinMessage" label={t('joinMessage')} optional maxLength={1000} />
      <div className="flex flex-wrap gap-2.5">
        <SubmitButton>{t('joinSubmit')}</SubmitButton>
        <Button variant="quiet" onClick={onBack}>
          {t('back')}
        </Button>
      </div>
    </ActionForm>
  )
}
