'use client'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { TextField } from '~/components/ui/fields/text-field'
import { draftTexts, type IncidentSummary, nextToPublish, openingStates } from '~/lib/incidents/client'
import { SaidFields, TitleFields } from '../../_components/said-fields'
import { acceptIncidentAction, dismissIncidentAction } from '../../actions'

/** Accepts a proposal as an incident, or dismisses it. */
export function ProposalButtons({ incident }: { incident: IncidentSummary }) {
  const { id: incidentId, severity, titleFr, titleEn } = incident
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
        <SaidFields
          states={openingStates}
          state={nextToPublish(incident)}
          severity={severity}
          drafts={draftTexts(incident)}
        />
      </FormDialog>
    </>
  )
}
