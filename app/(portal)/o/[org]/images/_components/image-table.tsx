'use client'
import { useLocale, useTranslations } from 'next-intl'
import { KeptName } from '~/components/compute/kept-name'
import { Button } from '~/components/ui/button'
import { LinkButton } from '~/components/ui/link-button'
import { Money } from '~/components/ui/money'
import { TextLink } from '~/components/ui/text-link'
import type { Id } from '~/lib/kernel/ids'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import type { PrivateImageView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

type Props = {
  organisationId: string
  images: readonly PrivateImageView[]
  mayOrder: boolean
  /** Why one cannot be deleted; undefined when it can. */
  removeReason: (image: PrivateImageView) => string | undefined
  onRemove: (id: Id<'privateImage'>) => void
}

/** Images, the newest first: where each is, what it was made of, what it costs, and what can be done with it. */
export function ImageTable({ organisationId, images, mayOrder, removeReason, onRemove }: Props) {
  const t = useTranslations('images')
  const locale = useLocale() as Locale
  return (
    <table className="data-table w-full border-separate border-spacing-0 text-left">
      <caption className="sr-only">{t('list')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('name')}</th>
          <th scope="col" className="max-md:hidden">
            {t('from')}
          </th>
          <th scope="col" className="max-sm:hidden">
            {t('zone')}
          </th>
          <th scope="col" className="text-right max-lg:hidden">
            {t('size')}
          </th>
          <th scope="col" className="text-right max-sm:hidden">
            {t('monthly')}
          </th>
          <th scope="col">
            <span className="sr-only">{t('actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {images.map((image) => (
          <tr key={image.id}>
            <td className="whitespace-normal">
              <KeptName
                name={image.name}
                at={image.takenAt}
                state={image.state}
                stateText={t(`state.${image.state}`)}
                failureCode={image.failureCode}
              />
            </td>
            <td className="whitespace-normal max-md:hidden">
              {image.server.isThere ? (
                <TextLink href={routes.org.instance(organisationId, image.server.id)}>
                  {image.server.name}
                </TextLink>
              ) : (
                image.server.name
              )}
              <p className="text-sm text-ink-2">{image.base}</p>
            </td>
            <td className="max-sm:hidden">{image.zone.code}</td>
            <td className="text-right max-lg:hidden">{formatGb(image.sizeGib, locale)}</td>
            <td className="text-right max-sm:hidden">
              {image.state !== 'failed' && <Money bare cents={BigInt(image.monthlyCents)} />}
            </td>
            <td>
              <div className="flex flex-wrap justify-end gap-2 sm:flex-nowrap">
                {image.state === 'available' && mayOrder && (
                  <LinkButton
                    size="sm"
                    href={routes.org.order(organisationId, { line: [lineOf(image)] })}
                    aria-label={t('orderNamed', { name: image.name })}
                  >
                    {t('order')}
                  </LinkButton>
                )}
                <Button
                  size="sm"
                  variant="danger"
                  aria-label={t('removeNamed', { name: image.name })}
                  disabledReason={removeReason(image)}
                  onClick={() => onRemove(image.id)}
                >
                  {t('remove')}
                </Button>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A line of a cart, as a link has it: one server of the bundle that the image was made of. */
const lineOf = (image: PrivateImageView) => `${image.bundleId}:${image.zone.code}:1:${image.id}`
