'use client'
import { useLocale, useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FormDialog } from '~/components/form/form-dialog'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { DateField } from '~/components/ui/fields/date-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { type EreportingView, ereportingRegimes, sellerSizes } from '~/lib/billing/client'
import { formatDate, type Locale } from '~/lib/kernel/text/format'
import { setEreportingAction } from '../actions'

type Settings = EreportingView['settings']

/** Start date and frequency of the seller's e-reporting, and its platform. */
export function SettingsCard({ settings, refusal }: { settings: Settings; refusal: string | undefined }) {
  const t = useTranslations('ereporting')
  const locale = useLocale() as Locale
  return (
    <Card
      title={t('settings')}
      padded={false}
      actions={
        <FormDialog<Omit<Settings, 'startsOn'> & { startsOn?: string }, unknown>
          label={t('change')}
          disabledReason={refusal}
          title={t('settings')}
          submit={t('save')}
          done={t('saved')}
          action={setEreportingAction}
          prove={(proof) => confirmStaffIdentityAction({ proof })}
        >
          <Select
            name="size"
            label={t('size')}
            hint={t('sizeHint')}
            defaultValue={settings.size}
            options={sellerSizes.map((value) => ({ value, label: t(`sizes.${value}`) }))}
          />
          <DateField
            name="startsOn"
            optional
            label={t('startsOn')}
            hint={t('startsOnHint')}
            defaultValue={settings.startsOn}
          />
          <Select
            name="regime"
            label={t('regime')}
            defaultValue={settings.regime}
            options={ereportingRegimes.map((value) => ({ value, label: t(`regimes.${value}`) }))}
          />
          <TextField
            name="platformCode"
            label={t('platformCode')}
            hint={t('platformCodeHint')}
            defaultValue={settings.platformCode}
            mono
            maxLength={4}
            autoComplete="off"
          />
        </FormDialog>
      }
    >
      <DescriptionList
        items={[
          { term: t('size'), value: t(`sizes.${settings.size}`) },
          {
            term: t('startsOn'),
            value: formatDate(new Date(`${settings.startsOn}T12:00:00Z`), locale),
          },
          { term: t('regime'), value: t(`regimes.${settings.regime}`) },
          { term: t('platformCode'), value: <span className="font-mono">{settings.platformCode}</span> },
        ]}
      />
    </Card>
  )
}
