'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { FactsFields } from '~/components/identity/facts-fields'
import { Card } from '~/components/ui/display/card'
import { TextArea } from '~/components/ui/fields/text-area'
import type { Address, OrganisationView } from '~/lib/identity/client'
import type { ActionResult } from '~/lib/kernel/action-result'

type Input = {
  organisationId: string
  answer: string
  legalName: string
  legalFormLabel: string
  address: Address
  vatNumber?: string
}
type Props = { organisation: OrganisationView; action: (input: Input) => Promise<ActionResult<void>> }

/** The answer to a moderator's question; the declared facts are shown below for correction. */
export function AnswerForm({ organisation, action }: Props) {
  const t = useTranslations('moderation.standing')
  const router = useRouter()
  const { id, kind, legalName, legalFormLabel, legalAddress, vatNumber } = organisation
  return (
    <Card title={t('answerTitle')}>
      <ActionForm<Input, void>
        action={action}
        extra={{ organisationId: id }}
        draftKey={`answer:${id}`}
        successToast={t('sent')}
        onSuccess={() => router.refresh()}
      >
        <TextArea name="answer" label={t('answer')} maxLength={2000} />
        <h3 className="text-base font-semibold">{t('factsTitle')}</h3>
        <FactsFields
          defaults={{ legalName, legalFormLabel, address: legalAddress, vatNumber }}
          countryCode={legalAddress.countryCode}
          withVat={kind !== 'eu_company'}
        />
        <div>
          <SubmitButton>{t('send')}</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  )
}
