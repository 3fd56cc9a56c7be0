import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Select } from '~/components/ui/fields/select'
import { Button } from '~/components/ui/links/button'
import type { PlaceChoice, PlacePreview } from '~/lib/incidents/client'

type Props = {
  action: string
  choices: readonly PlaceChoice[]
  chosen: string | undefined
  /** The origin of the link, passed through. */
  relocation?: string | undefined
}

/** Chooses the location through the address, so that the resources there are shown before anything is published. */
export function PlaceForm({ action, choices, chosen, relocation }: Props) {
  const t = useTranslations('incidents')
  return (
    <Card title={t('place')} note={t('placeNote')}>
      <form action={action} className="flex flex-wrap items-end gap-3">
        <Select
          name="place"
          label={t('place')}
          labelHidden
          className="min-w-72"
          defaultValue={chosen ?? ''}
          placeholder={t('placeChoose')}
          options={choices.map(({ key, domain, label }) => ({
            value: key,
            label: `${t(`domain.${domain}`)} ${label}`,
          }))}
        />
        {relocation && <input type="hidden" name="relocation" value={relocation} />}
        <Button type="submit">{t('placeShow')}</Button>
      </form>
    </Card>
  )
}

/** The resources at the location, which would be affected. */
export function PlaceResourcesCard({ preview }: { preview: PlacePreview }) {
  const t = useTranslations('incidents')
  const shownMax = 40
  const { resources, organisations } = preview
  return (
    <Card
      title={t('standing')}
      note={t('standingNote', { resources: resources.length, organisations })}
      padded={resources.length === 0}
    >
      {resources.length === 0 ? (
        <p className="text-ink-2">{t('standingNone')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {resources.slice(0, shownMax).map((resource) => (
            <li key={resource.id} className="flex flex-wrap justify-between gap-x-4 px-4.5 py-2">
              <span>{resource.name}</span>
              <span className="text-ink-2">
                {t(`kind.${resource.kind}`)}, {resource.organisation}
              </span>
            </li>
          ))}
          {resources.length > shownMax && (
            <li className="px-4.5 py-2 text-ink-2">{t('more', { count: resources.length - shownMax })}</li>
          )}
        </ul>
      )}
    </Card>
  )
}
