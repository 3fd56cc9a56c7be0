'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { imageListQuery } from '~/app/_client/compute'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { CopyTable } from '~/components/compute/copies/copy-table'
import { useReason } from '~/components/compute/use-reason'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { LinkButton } from '~/components/ui/links/link-button'
import { TextLink } from '~/components/ui/links/text-link'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { useQuery } from '~/components/ui/queries'
import type { Id } from '~/lib/kernel/ids'
import { copyCan, copyKinds, type PrivateImageView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { deleteImageAction } from '../actions'

const RemoveDialog = lazy(async () => ({
  default: (await import('~/components/compute/copies/copy-loss-dialog')).CopyLossDialog,
}))

type Props = {
  organisationId: string
  initial: PrivateImageView[]
  mayOrder: boolean
  mayRemove: boolean
}

/** Polled while an image is being made or deleted. */
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
      <CopyTable
        copies={images}
        words={{
          title: t('list'),
          name: t('name'),
          size: t('size'),
          monthly: t('monthly'),
          actions: t('actions'),
        }}
        stateText={(state) => t(`state.${state}`)}
        columns={[
          {
            title: t('from'),
            className: 'sm:max-md:hidden',
            cell: ({ server, base }) => (
              <>
                {server.isThere ? (
                  <TextLink href={routes.org.instance(organisationId, server.id)}>{server.name}</TextLink>
                ) : (
                  server.name
                )}
                <p className="text-sm text-ink-2">{base}</p>
              </>
            ),
          },
          { title: t('zone'), className: '', cell: ({ zone }) => zone.code },
        ]}
        link={(image) =>
          image.state === 'available' &&
          mayOrder && (
            <LinkButton
              size="sm"
              href={routes.org.order(organisationId, { line: [lineOf(image)] })}
              aria-label={t('orderNamed', { name: image.name })}
            >
              {t('order')}
            </LinkButton>
          )
        }
        remove={{
          text: t('remove'),
          named: (name) => t('removeNamed', { name }),
          reason: (image) => reason(copyCan.image.delete(image, image.dependents)),
          run: ({ id }) => setRemoved(id),
        }}
      />
      <Suspense fallback={null}>
        {chosen && (
          <RemoveDialog
            copy={chosen}
            title={t('removeTitle', { name: chosen.name })}
            confirmLabel={t('remove')}
            text={(at) => (chosen.state === 'failed' ? t('removeFailedText') : t('removeText', { at }))}
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

/** A cart line for a link: one server of the bundle that the image was made from. */
const lineOf = (image: PrivateImageView) => `${image.bundleId}:${image.zone.code}:1:${image.id}`
