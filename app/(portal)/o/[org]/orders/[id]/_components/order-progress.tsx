'use client'
import { useLocale, useTranslations } from 'next-intl'
import { lazy } from 'react'
import type { ConnectRights } from '~/components/compute/ways-to-connect'
import { OrderStatePill } from '~/components/ordering/order-state-pill'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { useNow } from '~/components/ui/display/relative-time'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { LatePart } from '~/components/ui/overlays/late-part'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { useIsLive } from '~/components/ui/use-is-live'
import { formatDuration, type Locale } from '~/lib/kernel/text/format'
import {
  isMoving,
  type OrderedResource,
  type OrderLineView,
  type OrderView,
  remainingMilliseconds,
  volumeNameOf,
} from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import type { HoldActions } from './hold-card'
import { isUndelivered } from './is-undelivered'
import { ResourceCard } from './resource-card'
import type { OtherZones, RetryActions } from './retry-actions'
import { useOrder } from './use-order'

/** Loaded on demand: most orders never wait. */
const Decisions = lazy(() => import('./decisions').then((module) => ({ default: module.Decisions })))
const EngagementCard = lazy(async () => ({
  default: (await import('~/components/ordering/engagement-card')).EngagementCard,
}))
const OrderFacts = lazy(() => import('./order-facts').then((module) => ({ default: module.OrderFacts })))
const PlacementReceipt = lazy(async () => ({
  default: (await import('~/components/ordering/placement-receipt')).PlacementReceipt,
}))
const HoldCard = lazy(() => import('./hold-card').then((module) => ({ default: module.HoldCard })))
const WaitNote = lazy(() => import('./wait-note').then((module) => ({ default: module.WaitNote })))

type ChangeState = 'held' | 'postponed' | 'refused' | 'expired' | 'lapsed' | 'withdrawn' | 'delivered'

/**
 * The order's state in words, with separate ones for approved orders stopped by an obstacle (`postponed`) or expired
 * by it (`lapsed`).
 */
function wordedState({ state, hold, failure }: OrderView) {
  if (hold?.obstacle) return 'postponed'
  return state === 'expired' && failure ? 'lapsed' : state
}

type Props = {
  organisationId: string
  initial: OrderView
  otherZones: Promise<OtherZones>
  retry: RetryActions | null
  rights: ConnectRights
  holdActions: HoldActions
}

/** The order page: refreshes by itself, and can be left and reopened. */
export function OrderProgress({ organisationId, initial, otherZones, retry, rights, holdActions }: Props) {
  const t = useTranslations('ordering.detail')
  const { order, isStale } = useOrder(organisationId, initial)
  const moving = isMoving(order)
  // A decision removes the focused buttons.
  useFocusRescue(order.state)
  const c = useTranslations('ordering.change')
  const refusalText = useRefusalText()
  // A change is held, ended or carried out: it has no delivery.
  const stateOf = (shown: OrderView) => (shown.change ? (wordedState(shown) as ChangeState) : null)
  const headline = (shown: OrderView) => {
    const state = stateOf(shown)
    return state ? c(`headline.${state}`) : t(`title.${wordedState(shown)}`)
  }
  const lead = (shown: OrderView) => {
    const state = stateOf(shown)
    return state ? c(`lead.${state}`) : t(`lead.${wordedState(shown)}`)
  }
  const shown = order.lines.flatMap((line) =>
    line.resources
      .filter((resource) => !isPartOfServer(line, resource))
      .map((resource) => ({ line, resource })),
  )
  return (
    <>
      <PageHeader
        back={{ href: routes.org.orders(organisationId), label: t('back') }}
        reference={order.number}
        title={headline(order)}
        state={<OrderStatePill state={order.state} isPostponed={Boolean(order.hold?.obstacle)} />}
        lead={lead(order)}
        actions={moving && <Remaining order={order} />}
      />
      <p role="status" className="sr-only">
        {headline(order)}
      </p>
      {isStale && <Callout tone="warn" title={t('stale')} className="mb-4" />}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]">
        <div className="grid min-w-0 gap-4">
          {order.hold && (
            <LatePart>
              <HoldCard
                organisationId={organisationId}
                order={order}
                hold={order.hold}
                actions={holdActions}
              />
            </LatePart>
          )}
          {order.failure && (
            <Callout tone="bad" title={c('impossible')}>
              <p>{refusalText(order.failure)}</p>
              <p>{c('impossibleText')}</p>
            </Callout>
          )}
          {order.referencesWait && (
            <LatePart>
              <WaitNote
                organisationId={organisationId}
                wait={order.referencesWait}
                answer={holdActions.answer}
                isReferences
              />
            </LatePart>
          )}
          {shown.map(({ line, resource }) => (
            <ResourceCard
              key={resource.id}
              organisationId={organisationId}
              line={line}
              resource={resource}
              volume={volumeOf(line, resource)}
              otherZones={otherZones}
              retry={retry}
              rights={rights}
              isOneOfSeveral={shown.length > 1}
            />
          ))}
        </div>
        <div className="grid min-w-0 gap-4">
          {order.lines
            .filter((line) => placed(line).length > 0)
            .map((line) => (
              <LatePart key={line.id}>
                <PlacementReceipt line={line} resources={placed(line)} />
              </LatePart>
            ))}
          {moving && <Card title={t('ifItFails')}>{t('ifItFailsText')}</Card>}
          {order.decisions.length > 0 && (
            <LatePart>
              <Decisions decisions={order.decisions} />
            </LatePart>
          )}
          <LatePart>
            <OrderFacts organisationId={organisationId} order={order} />
          </LatePart>
          {/* A held order shows it with the decision; one that ended without delivery commits to nothing. */}
          {!order.hold && !isUndelivered(order) && (
            <LatePart>
              <EngagementCard engagement={order.engagement} references={order.references} />
            </LatePart>
          )}
        </div>
      </div>
    </>
  )
}

/** Existing and pending resources: a failed one has no location. */
function placed(line: OrderLineView): OrderedResource[] {
  return line.resources.filter(
    (each) => each.state !== 'failed' && (each.kind === 'instance' || line.bundle.kind === 'storage'),
  )
}

/** A volume that came with a server is shown inside the server's card. */
function isPartOfServer(line: OrderLineView, resource: OrderedResource): boolean {
  return line.bundle.kind === 'combined' && resource.kind === 'volume'
}

function volumeOf(line: OrderLineView, server: OrderedResource): OrderedResource | undefined {
  return line.resources.find(
    (each) =>
      each.kind === 'volume' && (each.attachedTo === server.id || each.name === volumeNameOf(server.name)),
  )
}

function Remaining({ order }: { order: OrderView }) {
  const t = useTranslations('ordering.detail')
  const locale = useLocale() as Locale
  const rest = remainingMilliseconds(order, useNow(500))
  // The remaining time depends on the browser's clock: rendered there only, to avoid a hydration mismatch.
  const isBrowser = useIsLive()
  if (rest === null || !isBrowser) return null
  const seconds = Math.ceil(rest / 1_000)
  return (
    <p className="sm:text-right">
      <span className="block font-display text-2xl font-bold tabular-nums">
        {seconds === 0 ? t('almost') : t('remainingShort', { duration: formatDuration(seconds, locale) })}
      </span>
      {seconds > 0 && <span className="text-sm text-ink-2">{t('remaining')}</span>}
    </p>
  )
}
