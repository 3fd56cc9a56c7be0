'use client'
import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { type BundleView, isFixed, type ZoneView } from '~/lib/catalogue/client'
import type { NetworkOffer, OrderChoice } from '~/lib/ordering/client'
import type { PlacementGroupView } from '~/lib/placement/client'
import { NetworkChoice } from './network-choice'
import { PlacementChoice } from './placement-choice'
import { UserDataField } from './user-data-field'

type Props = {
  bundle: BundleView | undefined
  zone: ZoneView | undefined
  choice: OrderChoice
  /** Those of the project in the zone. */
  networks: readonly NetworkOffer[]
  /** Those of the default project; of another project none. */
  groups: readonly PlacementGroupView[]
  addressError: string | undefined
  userDataError: string | undefined
  onChange: (part: Partial<OrderChoice>) => void
}

/** What most orders leave as it is: private network, placement and user data. */
export function OptionsCard({
  bundle,
  zone,
  choice,
  networks,
  groups,
  addressError,
  userDataError,
  onChange,
}: Props) {
  const t = useTranslations('ordering')
  const image = zone?.images.find(({ id }) => id === choice.imageId)
  return (
    <Card title={t('options.title')} note={t('options.note')}>
      <div className="grid gap-4">
        <NetworkChoice networks={networks} choice={choice} addressError={addressError} onChange={onChange} />
        <PlacementChoice
          groups={groups}
          value={choice.placement}
          isSet={isFixed(bundle?.fields, 'placement')}
          zone={zone ?? null}
          onChange={(placement) => onChange({ placement })}
        />
        <UserDataField
          value={choice.userData ?? ''}
          hasCloudInit={image?.hasCloudInit}
          error={userDataError}
          onChange={(userData) => onChange({ userData })}
        />
      </div>
    </Card>
  )
}
