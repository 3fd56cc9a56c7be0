import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { Callout } from '~/components/ui/display/callout'
import { TextLink } from '~/components/ui/links/text-link'
import type { InventoryZone } from '~/lib/datacentre/client'
import type { Headroom } from '~/lib/placement/client'
import { routes } from '~/lib/routes'
import { setHeadroomAction } from '../actions'

const shownMax = 5

type Props = { zone: InventoryZone; headroom: Headroom; mayChange: boolean }

/** Whether everything still fits after the loss of any one rack, and whether the zone enforces that. */
export function HeadroomCallout({ zone, headroom, mayChange }: Props) {
  const t = useTranslations('inventory.headroom')
  const { racks, fatal } = headroom
  const keeping = <Keeping zone={zone} mayChange={mayChange} />
  if (racks === 0) {
    return (
      <Callout tone="info" title={t('nothing')}>
        {keeping}
      </Callout>
    )
  }
  if (fatal.length === 0) {
    return (
      <Callout tone="ok" title={t('holds')}>
        <p>{t('holdsText', { racks })}</p>
        {keeping}
      </Callout>
    )
  }
  return (
    <Callout tone="warn" title={t('short', { count: fatal.length, racks })}>
      <ul className="grid gap-1">
        {fatal.slice(0, shownMax).map((each) => (
          <li key={each.rackId}>
            <TextLink href={routes.operator.rack(each.rackId)}>{t('rack', { name: each.rack })}</TextLink>
            {t('stranded', { stranded: each.stranded, total: each.total })}
          </li>
        ))}
      </ul>
      {fatal.length > shownMax && <p>{t('more', { count: fatal.length - shownMax })}</p>}
      {keeping}
    </Callout>
  )
}

function Keeping({ zone, mayChange }: Omit<Props, 'headroom'>) {
  const t = useTranslations('inventory.headroom')
  const wanted = zone.keepsHeadroom ? 'release' : 'keep'
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-2">
      <p>{zone.keepsHeadroom ? t('isKept') : t('isSold')}</p>
      {mayChange && (
        <FormDialog
          label={t(wanted)}
          title={t(`${wanted}Title`)}
          submit={t(wanted)}
          done={t('saved')}
          action={setHeadroomAction}
          extra={{ zoneId: zone.id, keepsHeadroom: !zone.keepsHeadroom }}
        >
          <p className="text-ink-2">{t(`${wanted}Text`)}</p>
        </FormDialog>
      )}
    </div>
  )
}
