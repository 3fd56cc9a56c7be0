'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { LinkButton } from '~/components/ui/links/link-button'
import { type OrganisationKind, organisationKinds } from '~/lib/identity/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import { routes } from '~/lib/routes'

type Input = { kind: OrganisationKind; identifier: string; message?: string }
type Answer = { outcome: 'join_requested' | 'not_registered' }
type Props = { action: (input: Input) => Promise<ActionResult<Answer>> }

/** A request to join an organisation by its identifier, with a message to its owner. */
export function JoinForm({ action }: Props) {
  const t = useTranslations('identity')
  const [kind, setKind] = useState<OrganisationKind>('public_body')
  const [answer, setAnswer] = useState<Answer | null>(null)
  if (answer?.outcome === 'join_requested') {
    return (
      <Callout tone="ok" live title={t('join.doneTitle')}>
        {t('join.done')}
      </Callout>
    )
  }
  const label = { public_body: 'siretLabel', company: 'sirenLabel', eu_company: 'vatLabel' } as const
  return (
    <ActionForm<Input, Answer> action={action} onSuccess={setAnswer} draftKey="join">
      {answer?.outcome === 'not_registered' && (
        <Callout
          tone="warn"
          live
          title={t('join.notRegisteredTitle')}
          actions={<LinkButton href={routes.signUp()}>{t('account.register')}</LinkButton>}
        >
          {t('join.notRegistered')}
        </Callout>
      )}
      <RadioGroup
        name="kind"
        look="chips"
        legend={t('settings.kind')}
        options={organisationKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={kind}
        onValueChange={(value) => setKind(value as OrganisationKind)}
      />
      <TextField
        name="identifier"
        label={t(`signUp.${label[kind]}`)}
        mono
        autoComplete="off"
        maxLength={40}
      />
      <TextArea name="message" label={t('join.message')} optional maxLength={1000} />
      <SubmitButton>{t('join.submit')}</SubmitButton>
    </ActionForm>
  )
}
