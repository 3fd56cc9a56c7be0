'use client'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { Button } from '~/components/ui/links/button'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import {
  type Cart,
  linesPerOrder,
  type Offer,
  offerPrice,
  type ReadyTimes,
  takesAddresses,
  writeCartLink,
} from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import { LineList } from './line-list'
import { SummaryCard } from './summary-card'
import type { Blocked } from './use-blocked'
import { readyIn } from './zone-choice'

type Props = {
  organisationId: string
  offer: Offer
  ready: ReadyTimes
  cart: Cart
  vatRateBasisPoints: number
  spending: { capCents: string; committedCents: string } | null
  blocked: Blocked
  isPending: boolean
  refusal: ReactNode
  aside: ReactNode
  promotions: ReactNode
  /** Whether a server of the cart has no key. */
  isKeyless: boolean
  /** The server's price for exactly this cart; null until it has responded. */
  confirmedCents: bigint | null
  onChange: (turn: (before: Cart) => Cart) => void
  onOrder: () => void
}

/** The cart line by line, with prices; lines are added, copied and removed here. */
export function CartCard({ organisationId, offer, ready, cart, blocked, onChange, ...rest }: Props) {
  const t = useTranslations('ordering')
  const locale = useLocale() as Locale
  const { lines, current } = cart
  const bundleOf = (id: string) => offer.bundles.find((each) => each.id === id)
  const zoneOf = (id: string) => offer.zones.find((each) => each.id === id)
  const price = offerPrice(offer, lines, rest.vatRateBasisPoints)
  const terms = lines.map((line, at) => ({
    key: String(at),
    quantity: line.quantity,
    bundle: bundleOf(line.bundleId)?.name ?? '',
    zone: zoneOf(line.zoneId)?.name ?? '',
    name: line.name,
    cents: price.lines[at] ?? 0n,
    listCents: price.listLines[at] ?? 0n,
    months: line.termMonths ?? 0,
    hasAddress: takesAddresses(offer, line),
  }))
  const times = lines.map((line) => readyIn(ready, line.zoneId, bundleOf(line.bundleId)))
  const known = times.filter((time) => time !== null)
  const monthly = formatMoney(price.exclusive, locale)
  const full = lines.length >= linesPerOrder ? t('cart.full', { count: linesPerOrder }) : undefined
  /**
   * A copy of the current line, or a new line of the same bundle, with the suggested name; it becomes the current
   * line.
   */
  const add = (part: { quantity?: number; placement?: string } = {}) =>
    onChange((before) => {
      const copied = lines[current]
      if (!copied) return before
      const { isNameTyped: _isNameTyped, ...line } = copied
      return { ...before, lines: [...before.lines, { ...line, ...part }], current: before.lines.length }
    })
  const remove = (at: number) =>
    onChange((before) => ({
      ...before,
      lines: before.lines.filter((_line, index) => index !== at),
      current: before.current > at ? before.current - 1 : Math.min(before.current, before.lines.length - 2),
    }))
  const [only] = terms
  return (
    <SummaryCard
      {...rest}
      price={price}
      termMonths={Math.max(...lines.map((line) => line.termMonths ?? 0))}
      isStorageOnly={lines.every((line) => bundleOf(line.bundleId)?.kind === 'storage')}
      readyMilliseconds={known.length < times.length ? null : Math.max(...known)}
      blocked={blocked.reason}
      announcement={
        only && lines.length === 1
          ? t('summary.announce', {
              quantity: only.quantity,
              bundle: only.bundle,
              zone: only.zone,
              price: monthly,
            })
          : t('cart.announce', { count: lines.length, price: monthly })
      }
    >
      <LineList
        lines={terms}
        current={current}
        blockedAt={blocked.reason && lines.length > 1 ? blocked.at : null}
        onChoose={(at) => onChange((before) => ({ ...before, current: at }))}
        onRemove={remove}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          icon={<Icon name="plus" size={15} />}
          disabledReason={full}
          onClick={() => add({ quantity: 1, placement: '' })}
        >
          {t('cart.add')}
        </Button>
        <Button size="sm" icon={<Icon name="copy" size={15} />} disabledReason={full} onClick={() => add()}>
          {t('cart.duplicate')}
        </Button>
        <CopyLink path={routes.org.order(organisationId, { line: writeCartLink(offer, lines) })} />
      </div>
    </SummaryCard>
  )
}

function CopyLink({ path }: { path: string }) {
  const t = useTranslations('ordering.cart')
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(new URL(path, location.href).toString())
    setCopied(true)
  }
  return (
    <>
      <Button
        size="sm"
        icon={<Icon name={isCopied ? 'check' : 'tag'} size={15} />}
        onClick={copy}
        onBlur={() => setCopied(false)}
      >
        {isCopied ? t('linkCopied') : t('link')}
      </Button>
      <span role="status" className="sr-only">
        {isCopied ? t('linkCopied') : ''}
      </span>
    </>
  )
}
