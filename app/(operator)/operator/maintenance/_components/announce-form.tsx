'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { showToast } from '~/components/ui/overlays/toast'
import { routes } from '~/lib/routes'
import { announceMaintenanceAction } from '../actions'
import { WindowFields, type WindowTexts } from './window-fields'

type Props = { place: string; relocationId: string | null; proposed: Partial<WindowTexts> }

export function AnnounceForm({ place, relocationId, proposed }: Props) {
  const t = useTranslations('incidents.maintenance')
  const router = useRouter()
  return (
    <ActionForm
      action={announceMaintenanceAction}
      extra={{ place, relocationId }}
      onSuccess={({ id, isInTime }) => {
        showToast(isInTime ? 'ok' : 'bad', t(isInTime ? 'announcedToast' : 'tooLateToast'))
        router.push(routes.operator.maintenanceWindow(id))
      }}
    >
      <WindowFields of={proposed} />
      <p className="text-sm text-ink-2">{t('announceNote')}</p>
      <SubmitButton>{t('announce')}</SubmitButton>
    </ActionForm>
  )
}
