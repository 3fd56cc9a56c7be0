'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { keepSignUpEmail } from '~/app/_client/sign-up-email'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { normaliseIdentifier, type OrganisationKind, organisationKinds } from '~/lib/identity/client'
import { routes } from '~/lib/routes'
import { Acceptances } from './acceptances'
import { OrganisationFacts } from './facts-fields'
import { IdentifierField } from './identifier-field'
import { LookUpAnswer } from './look-up-answer'
import { ConfirmationSent, JoinOffer, JoinRequested } from './outcome-panels'
import { PersonFields } from './person-fields'
import type { SignUpAction, SignUpAnswer, SignUpFields } from './types'
import { useLookUp } from './use-look-up'

type Props = { isSignedIn: boolean; action: SignUpAction; mailboxHref: string | null }

/** A SIRET begins with its SIREN; a VAT number shares nothing with either. */
function carriedOver(from: OrganisationKind, to: OrganisationKind, identifier: string): string {
  if (from === to) return identifier
  if (from === 'eu_company' || to === 'eu_company') return ''
  return to === 'company' ? normaliseIdentifier(identifier).slice(0, 9) : identifier
}

/** One page: kind of organisation, identifier, person. */
export function SignUpForm({ isSignedIn, action, mailboxHref }: Props) {
  const t = useTranslations('identity')
  const router = useRouter()
  const [kind, setKind] = useState<OrganisationKind>('public_body')
  const [identifier, setIdentifier] = useState('')
  const [sent, setSent] = useState<SignUpFields | null>(null)
  const [answer, setAnswer] = useState<SignUpAnswer | null>(null)
  const lookUp = useLookUp(kind, identifier)

  const changeKind = (next: OrganisationKind) => {
    setKind(next)
    setIdentifier(carriedOver(kind, next, identifier))
  }
  const receive = (next: SignUpAnswer) => {
    if (next.outcome === 'registered') router.push(routes.org.moderation(next.organisationId))
    else setAnswer(next)
  }
  if (answer?.outcome === 'confirmation_sent')
    return (
      <ConfirmationSent
        email={sent?.email ?? ''}
        expiresAt={new Date(answer.linkExpiresAt)}
        isPublicBody={kind === 'public_body'}
        mailboxHref={mailboxHref}
      />
    )
  if (answer?.outcome === 'join_requested') return <JoinRequested />

  const isOffered = answer?.outcome === 'already_registered' && sent !== null
  return (
    <>
      {isOffered && (
        <JoinOffer
          name={answer.legalName}
          sent={sent}
          action={action}
          onAnswer={receive}
          onBack={() => setAnswer(null)}
        />
      )}
      <ActionForm<SignUpFields, SignUpAnswer>
        action={action}
        draftKey="sign-up"
        hidden={isOffered}
        prepare={(input) => {
          setSent(input)
          if (input.email) keepSignUpEmail(input.email)
          return input
        }}
        onSuccess={receive}
      >
        <RadioGroup
          name="kind"
          look="chips"
          legend={t('signUp.kindLegend')}
          options={organisationKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          value={kind}
          onValueChange={(value) => changeKind(value as OrganisationKind)}
        />
        <IdentifierField kind={kind} value={identifier} onValueChange={setIdentifier} answer={lookUp.data} />
        <LookUpAnswer answer={lookUp.data} isSearching={lookUp.isFetching} />
        <OrganisationFacts key={kind} kind={kind} identifier={identifier} answer={lookUp.data} />
        {!isSignedIn && <PersonFields />}
        <Acceptances />
        <SubmitButton block size="lg">
          {t('signUp.submit')}
        </SubmitButton>
      </ActionForm>
    </>
  )
}
