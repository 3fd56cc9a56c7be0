'use client'
import { useTranslations } from 'next-intl'
import type { VolumePage } from '~/app/_client/compute'
import { useReason } from '~/components/compute/use-reason'
import { Card } from '~/components/ui/display/card'
import { SelectControl } from '~/components/ui/fields/select-control'
import { Button } from '~/components/ui/links/button'
import { TextLink } from '~/components/ui/links/text-link'
import { volumeCan } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import type { VolumeActs } from './use-volume-actions'

type Props = { organisationId: string; page: VolumePage; act: VolumeActs; mayOperate: boolean }

/** The server that the volume is attached to with a detach button, or the possible servers. */
export function AttachmentCard({ organisationId, page, act, mayOperate }: Props) {
  const t = useTranslations('compute')
  const reason = useReason(mayOperate)
  const { volume, attachableTo } = page
  const host = volume.attachedInstance
  if (host) {
    return (
      <Card title={t('attachments.serverTitle')}>
        <div className="flex flex-wrap items-center gap-3">
          <TextLink href={routes.org.instance(organisationId, host.id)}>
            {t('attachments.attachedTo', { name: host.name })}
          </TextLink>
          <Button
            className="ml-auto"
            disabledReason={reason(volumeCan.detach(volume))}
            onClick={() => act.detach(host.id)}
          >
            {t('action.detach')}
          </Button>
        </div>
      </Card>
    )
  }
  return (
    <Card title={t('attachments.serverTitle')}>
      <div className="grid gap-3">
        <p className="text-ink-2">
          {attachableTo.length > 0 ? t('attachments.detached') : t('attachments.noServer')}
        </p>
        {attachableTo.length > 0 && (
          <form
            className="flex flex-wrap items-center gap-2.5"
            onSubmit={(event) => {
              event.preventDefault()
              const chosen = new FormData(event.currentTarget).get('server')
              const server = attachableTo.find((each) => each.id === chosen)
              if (server) void act.attach(server.id)
            }}
          >
            <SelectControl
              name="server"
              aria-label={t('attachments.server')}
              options={attachableTo.map(({ id, name }) => ({ value: id, label: name }))}
              className="min-w-0 flex-1"
            />
            <Button type="submit" disabledReason={reason(volumeCan.attach(volume))}>
              {t('action.attach')}
            </Button>
          </form>
        )}
      </div>
    </Card>
  )
}
