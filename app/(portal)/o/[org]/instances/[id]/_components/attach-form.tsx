'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { InstancePage } from '~/app/_client/compute'
import type { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import type { useReason } from '~/components/compute/use-reason'
import { SelectControl } from '~/components/ui/fields/select-control'
import { Button } from '~/components/ui/links/button'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import { instanceCan } from '~/lib/resources/client'
import { attachVolumeAction } from '../../../volumes/actions'

type Props = {
  organisationId: string
  page: InstancePage
  run: ReturnType<typeof useOptimisticRun<InstancePage>>
  reason: ReturnType<typeof useReason>
}

/** Attaches a free volume of the zone. */
export function AttachForm({ organisationId, page, run, reason }: Props) {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  const { instance, attachable } = page
  if (attachable.length === 0) {
    return (
      <p className="border-t border-line px-4.5 py-2.5 text-sm text-ink-3">{t('attachments.noneFree')}</p>
    )
  }
  return (
    <form
      className="flex flex-wrap items-center gap-2.5 border-t border-line px-4.5 py-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        const chosen = new FormData(event.currentTarget).get('volume')
        const volume = attachable.find((each) => each.id === chosen)
        if (!volume) return
        void run(
          () => attachVolumeAction({ organisationId, volumeId: volume.id, instanceId: instance.id }),
          (before) => ({
            ...before,
            attachable: before.attachable.filter((each) => each.id !== volume.id),
          }),
        )
      }}
    >
      <SelectControl
        isCompact
        name="volume"
        aria-label={t('attachments.choose')}
        options={attachable.map(({ id, name, sizeGib }) => ({
          value: id,
          label: t('attachments.option', { name, size: formatGb(sizeGib, locale) }),
        }))}
        className="min-w-0 flex-1"
      />
      <Button size="sm" type="submit" disabledReason={reason(instanceCan.attach(instance))}>
        {t('action.attach')}
      </Button>
    </form>
  )
}
