'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '~/components/ui/display/card'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { type BundleView, imageFitsBundle, isFixed, type ZoneView } from '~/lib/catalogue/client'
import { isId } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import { formatDate, formatMoney, type Locale } from '~/lib/kernel/text/format'
import {
  type AddressOffer,
  callerSource,
  expandNames,
  type OrderChoice,
  type PublicFamilies,
  sshAccessOf,
} from '~/lib/ordering/client'
import { SshAccessChoice } from './ssh-access-choice'

type Props = {
  bundle: BundleView | undefined
  zone: ZoneView | undefined
  /** Null while no public addresses are sold. */
  addresses: AddressOffer | null
  choice: OrderChoice
  callerAddress: string | null
  families: PublicFamilies
  nameError: string | undefined
  onChange: (part: Partial<OrderChoice>) => void
  keys: ReactNode
}

/** Image, keys, name, quantity, and what leads to the server from the internet. */
export function ServerCard({
  bundle,
  zone,
  addresses,
  choice,
  callerAddress,
  families,
  nameError,
  onChange,
  keys,
}: Props) {
  const t = useTranslations('ordering.access')
  const locale = useLocale() as Locale
  // Over IPv6 the caller reaches the servers already: an address adds only IPv4.
  const isReachedAlready = callerSource(callerAddress, { ...families, v4: false }) !== null
  const onceOpen = { ...families, v4: true }
  const sshOnceOpen = sshAccessOf(choice, callerAddress, onceOpen)
  const isStorage = bundle?.kind === 'storage'
  const fields = bundle?.fields
  const isImageSet = isFixed(fields, 'image')
  const images = (zone?.images ?? []).filter(
    (image) => bundle && imageFitsBundle(image, bundle) && (!isImageSet || image.id === fields?.image?.value),
  )
  const chosen = images.find((image) => image.id === choice.imageId)
  const takesNoKeys = bundle?.instanceType === 'virtual-machine' && chosen?.hasCloudInit === false
  const most = Math.min(20, fields?.quantityMax ?? 20)
  const names = expandNames(choice.name, choice.quantity)
  const nameFields = (
    <div className="grid grid-cols-[minmax(0,1fr)_8.5rem] items-end gap-3">
      <TextField
        name="name"
        label={t('name')}
        mono
        autoComplete="off"
        spellCheck={false}
        maxLength={48}
        value={choice.name}
        error={nameError}
        hint={
          choice.quantity > 1
            ? t('names', { count: choice.quantity, first: names[0] ?? '', last: names.at(-1) ?? '' })
            : t('nameHint')
        }
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NumberField
        name="quantity"
        label={t('quantity')}
        min={1}
        max={most}
        hint={most < 20 ? t('quantityMax', { max: most }) : undefined}
        value={choice.quantity}
        onValueChange={(quantity) => onChange({ quantity })}
      />
    </div>
  )
  if (isStorage) return <Card title={t('storageTitle')}>{nameFields}</Card>
  return (
    <Card title={t('title')}>
      <div className="grid items-start gap-x-6 gap-y-4 md:grid-cols-2">
        {images.length === 0 ? (
          <p className="text-ink-2">{t('noImage')}</p>
        ) : (
          <Select
            name="image"
            label={t('image')}
            value={choice.imageId}
            hint={takesNoKeys ? t('noCloudInit') : isImageSet ? t('imageSet') : undefined}
            onChange={(event) => onChange({ imageId: event.currentTarget.value })}
            options={images.map((image) => ({
              value: image.id,
              label: t(isId('privateImage', image.id) ? 'ownImageOption' : 'imageOption', {
                name: image.name,
                date: formatDate(new Date(`${image.updatedOn}T12:00:00Z`), locale),
              }),
            }))}
          />
        )}
        {nameFields}
        {keys}
        <div className="grid gap-4">
          {addresses && (
            <Checkbox
              name="publicAddress"
              label={t(isReachedAlready ? 'addAddress' : 'openToInternet', {
                price: formatMoney(monthlyCents(addresses.bundle.microCentsPerHour), locale),
                count: choice.quantity,
              })}
              hint={t(isReachedAlready ? 'openHint.reached' : `openHint.${sshOnceOpen}`, {
                source: callerSource(callerAddress, onceOpen)?.split('/')[0] ?? '',
                count: choice.quantity,
                zone: zone?.name ?? '',
                free: addresses.free[choice.zoneId] ?? 0,
              })}
              checked={choice.hasAddress ?? false}
              onChange={(event) => onChange({ hasAddress: event.currentTarget.checked })}
            />
          )}
          {families.v6 && (
            <p className="text-sm text-ink-2">{t(chosen?.hasCloudInit === false ? 'ipv6Untaken' : 'ipv6')}</p>
          )}
          {(families.v4 || families.v6) && (
            <SshAccessChoice
              choice={choice}
              callerAddress={callerAddress}
              families={families}
              onChange={onChange}
            />
          )}
        </div>
      </div>
    </Card>
  )
}
