'use client'
import { useTranslations } from 'next-intl'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { NameView } from '~/lib/names/client'

type Input = { organisationId: string; nameId: NameView['id'] }
type Props = Input & {
  name: string
  refusal: string | undefined
  action: (input: Input) => Promise<ActionResult<void>>
}

export function RemoveName({ organisationId, nameId, name, refusal, action }: Props) {
  const t = useTranslations('names.remove')
  return (
    <ConfirmButton
      size="sm"
      variant="quiet"
      label={t('open')}
      labelInFull={t('inFull', { name })}
      refusal={refusal}
      title={t('title', { name })}
      danger
      onConfirm={() => action({ organisationId, nameId })}
      done={t('done', { name })}
    >
      {t('text')}
    </ConfirmButton>
  )
}
