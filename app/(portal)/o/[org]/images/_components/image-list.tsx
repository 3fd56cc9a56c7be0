'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { imageListQuery } from '~/app/_client/compute'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { useReason } from '~/components/compute/use-reason'
import { Card } from '~/components/ui/card'
import { EmptyState } from '~/components/ui/empty-state'
import { LinkButton } from '~/components/ui/link-button'
import { useFocusRescue } from '~/components/ui/use-focus-rescue'
import type { Id } from '~/lib/kernel/ids'
import { copyCan, copyKinds, type PrivateImageView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { deleteImageAction } from '../actions'
import { ImageTable } from './image-table'

const RemoveDialog = lazy(async () => ({
  default: (await import('./remove-image-dialog')).RemoveImageDialog,
}))

type Props = {
  organisationId: string
  initial: PrivateImageView[]
  mayOrder: boolean
  mayRemove: boolean
}

/** The list moves by itself while an image is made or deleted. */
export function ImageList({ organisationId, initial, mayOrder, mayRemove }: Props) {
  const t = useTranslations('images')
  const query = imageListQuery(organisationId)
  const { data: images } = useQuery({ ...query, initialData: initial })
  const run = useOptimisticRun<PrivateImageView[]>(query.queryKey)
  const reason = useReason(mayRemove)
  const [removed, setRemoved] = useState<Id<'privateImage'> | null>(null)
  const chosen = images.find((each) => each.id === removed)
  const held = images.filter((each) => each.state !== 'failed').length
  useFocusRescue(`${images.length}`)
  if (images.length === 0) {
    return (
      <Card>
        <EmptyState
          icon="disk"
          title={t('empty.title')}
          action={
            <LinkButton href={routes.org.instances(organisationId)} variant="primary">
              {t('empty.servers')}
            </LinkButton>
          }
        >
          {t('empty.text')}
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card title={t('list')} note={t('count', { held, max: copyKinds.image.max })} padded={false}>
      <ImageTable
        organisationId={organisationId}
        images={images}
        mayOrder={mayOrder}
        removeReason={(image) => reason(copyCan.image.delete(image, image.dependents))}
        onRemove={setRemoved}
      />
      <Suspense fallback={null}>
        {chosen && (
          <RemoveDialog
            image={chosen}
            onClose={() => setRemoved(null)}
            prove={(proof) => confirmIdentityAction({ proof })}
            onConfirm={() =>
              run(
                () => deleteImageAction({ organisationId, imageId: chosen.id }),
                (before) =>
                  before.map((each) => (each.id === chosen.id ? { ...each, state: 'deleting' } : each)),
              )
            }
          />
        )}
      </Suspense>
    </Card>
  )
}
