import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import type { InventorySite } from '~/lib/datacentre/client'
import { registerRackAction, registerRoomAction, registerSiteAction } from '../actions'
import { SiteFields } from './site-fields'

/** Adds a site, a room of a site, or a rack of a room. */
export function AddButtons({ zoneId, sites }: { zoneId: string; sites: readonly InventorySite[] }) {
  const t = useTranslations('inventory.form')
  const words = { submit: t('add'), done: t('added') }
  const rooms = sites.flatMap((site) =>
    site.rooms.map((room) => ({ value: room.id, label: t('roomOf', { site: site.name, room: room.name }) })),
  )
  return (
    <>
      <FormDialog
        {...words}
        label={t('addSite')}
        title={t('addSite')}
        action={registerSiteAction}
        extra={{ zoneId }}
      >
        <SiteFields />
      </FormDialog>
      {sites.length > 0 && (
        <FormDialog {...words} label={t('addRoom')} title={t('addRoom')} action={registerRoomAction}>
          <Select
            name="siteId"
            label={t('site')}
            options={sites.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextField name="name" label={t('roomName')} maxLength={80} />
        </FormDialog>
      )}
      {rooms.length > 0 && (
        <FormDialog {...words} label={t('addRack')} title={t('addRack')} action={registerRackAction}>
          <Select name="roomId" label={t('room')} options={rooms} />
          <TextField name="name" label={t('rackName')} maxLength={80} />
          <TextField name="row" label={t('row')} hint={t('rowHint')} optional maxLength={20} />
          <NumberField name="units" label={t('units')} min={1} max={60} defaultValue={42} />
        </FormDialog>
      )}
    </>
  )
}
