import { useLocale, useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { Callout } from '~/components/ui/display/callout'
import type { InventoryZone } from '~/lib/datacentre/client'
import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import type { PackingView } from '~/lib/placement/client'
import { setPlacementAction } from '../actions'

type Props = { zone: InventoryZone; packing: PackingView; mayChange: boolean }

/** The zone's placement policy, its effect, and a button for the other policy. */
export function PlacementCallout({ zone, packing, mayChange }: Props) {
  const t = useTranslations('inventory.placement')
  const locale = useLocale() as Locale
  const { placement } = zone
  const { hostsInUse, hostsEmpty, learnt } = packing
  const [other, to] = placement === 'pack' ? (['spread', 'toSpread'] as const) : (['pack', 'toPack'] as const)
  return (
    <Callout tone="info" title={t(placement)}>
      <p>{t(`${placement}Text`)}</p>
      <p>{t('hosts', { inUse: hostsInUse, empty: hostsEmpty })}</p>
      {placement === 'pack' && (
        <p>
          {learnt
            ? t('learnt', { servers: learnt.servers, until: formatDateTime(learnt.untilAt, locale) })
            : t('unlearnt')}
        </p>
      )}
      {mayChange && (
        <div className="mt-1.5">
          <FormDialog
            label={t(to)}
            title={t(`${to}Title`)}
            submit={t(to)}
            done={t('saved')}
            action={setPlacementAction}
            extra={{ zoneId: zone.id, placement: other }}
          >
            <p className="text-ink-2">{t(`${to}Text`)}</p>
          </FormDialog>
        </div>
      )}
    </Callout>
  )
}
