'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { TextField } from '~/components/ui/fields/text-field'
import { type IncidentSeverity, openingStates } from '~/lib/incidents/client'
import { StateFields, TextFields, TitleFields } from '../../_components/said-fields'
import { acceptIncidentAction, dismissIncidentAction } from '../../actions'

type Props = { incidentId: string; severity: IncidentSeverity; titleFr: string; titleEn: string }

/** Accepts a proposal as an incident, or dismisses it. */
export function ProposalButtons({ incidentId, severity, titleFr, titleEn }: Props) {
  const t = useTranslations('incidents')
  return (
    <>
      <FormDialog
        label={t('dismiss')}
        title={t('dismissTitle')}
        submit={t('dismiss')}
        done={t('dismissed')}
        action={dismissIncidentAction}
        extra={{ incidentId }}
      >
        <p>{t('dismissText')}</p>
        <TextField name="reason" label={t('field.reason')} minLength={3} maxLength={300} />
      </FormDialog>
      <FormDialog
        label={t('accept')}
        title={t('acceptTitle')}
        submit={t('accept')}
        done={t('accepted')}
        action={acceptIncidentAction}
        extra={{ incidentId }}
        size="lg"
        variant="primary"
      >
        <TitleFields titleFr={titleFr} titleEn={titleEn} />
        <StateFields states={openingStates} severity={severity} />
        <TextFields />
      </FormDialog>
    </>
  )
}
