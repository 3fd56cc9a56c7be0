import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { signedInContext } from '~/app/_server/context'
import { defineSignedInPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { FormDialog } from '~/components/form/form-dialog'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { NumberField } from '~/components/ui/fields/number-field'
import { TextField } from '~/components/ui/fields/text-field'
import { getPlaceName, getRack } from '~/lib/datacentre'
import { mayStaff } from '~/lib/identity'
import { routes } from '~/lib/routes'
import { HostDialog } from '../../_components/host-dialog'
import { Elevation } from './_components/elevation'
import { editRackAction, registerHostAction } from './actions'

type Props = { params: Promise<{ rack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { rack }] = [await getTranslations('inventory'), await params]
  const name = async () => t('rack', { name: await getPlaceName(await signedInContext(), rack) })
  return { title: await titleNaming(t('title'), name) }
}

export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const t = await getTranslations('inventory')
  const rack = await getRack(ctx, params.rack ?? '')
  const mayChange = mayStaff(ctx, 'inventory:change')
  const { zone, room, row } = rack
  // Avoid a repetition when zone and site have the same name.
  const site = rack.site === zone ? zone : `${zone}, ${rack.site}`
  return (
    <ClientMessages namespaces={['inventory']}>
      <PageHeader
        back={{ href: routes.operator.zone(rack.zoneId), label: zone }}
        title={<span className="inline-block first-letter:uppercase">{t('rack', { name: rack.name })}</span>}
        lead={row ? t('rackPage.placeInRow', { site, room, row }) : t('rackPage.place', { site, room })}
        actions={
          mayChange && (
            <>
              <FormDialog
                label={t('form.edit')}
                title={t('form.editRack', { name: rack.name })}
                submit={t('form.save')}
                done={t('form.saved')}
                action={editRackAction}
                extra={{ rackId: rack.id }}
              >
                <TextField name="name" label={t('form.rackName')} defaultValue={rack.name} maxLength={80} />
                <TextField
                  name="row"
                  label={t('form.row')}
                  hint={t('form.rowHint')}
                  defaultValue={row}
                  optional
                  maxLength={20}
                />
                <NumberField
                  name="units"
                  label={t('form.units')}
                  min={1}
                  max={60}
                  defaultValue={rack.units}
                />
              </FormDialog>
              <HostDialog action={registerHostAction} extra={{ rackId: rack.id }} />
            </>
          )
        }
      />
      <div className="grid gap-4">
        <Elevation rack={rack} />
      </div>
    </ClientMessages>
  )
})
