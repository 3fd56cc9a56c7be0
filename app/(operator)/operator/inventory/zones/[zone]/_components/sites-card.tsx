import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { Card } from '~/components/ui/display/card'
import { TextField } from '~/components/ui/fields/text-field'
import type { InventorySite } from '~/lib/datacentre/client'
import { editRoomAction, editSiteAction } from '../actions'
import { SiteFields } from './site-fields'

/** The zone's sites with their rooms, each editable. */
export function SitesCard({ sites, mayChange }: { sites: readonly InventorySite[]; mayChange: boolean }) {
  const t = useTranslations('inventory')
  const words = {
    submit: t('form.save'),
    done: t('form.saved'),
    label: t('form.edit'),
    variant: 'quiet',
  } as const
  return (
    <Card title={t('zone.sites')} padded={false}>
      {sites.length === 0 && <p className="p-4.5 text-ink-2">{t('zone.noSite')}</p>}
      <ul className="divide-y divide-line">
        {sites.map((site) => (
          <li key={site.id} className="grid gap-2 px-4.5 py-3">
            <div className="flex flex-wrap items-center gap-x-3">
              <p className="min-w-0 flex-1 font-semibold">
                {site.name}
                <span className="block text-sm font-normal text-ink-2">{site.address}</span>
              </p>
              {mayChange && (
                <FormDialog
                  {...words}
                  labelInFull={t('form.editSite', { name: site.name })}
                  title={t('form.editSite', { name: site.name })}
                  action={editSiteAction}
                  extra={{ siteId: site.id }}
                >
                  <SiteFields site={site} />
                </FormDialog>
              )}
            </div>
            <ul className="grid gap-1">
              {site.rooms.map((room) => (
                <li key={room.id} className="flex flex-wrap items-center gap-x-3 text-ink-2">
                  <span className="min-w-0 flex-1">{t('roomAlone', { room: room.name })}</span>
                  {mayChange && (
                    <FormDialog
                      {...words}
                      labelInFull={t('form.editRoom', { name: room.name })}
                      title={t('form.editRoom', { name: room.name })}
                      action={editRoomAction}
                      extra={{ roomId: room.id }}
                    >
                      <TextField
                        name="name"
                        label={t('form.roomName')}
                        defaultValue={room.name}
                        maxLength={80}
                      />
                    </FormDialog>
                  )}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  )
}
