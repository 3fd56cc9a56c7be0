'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { useRefusalText } from '~/components/ui/use-refusal-text'
import type { BundleView, ZoneView } from '~/lib/catalogue/client'
import type { PlacementGroupView, StockByZone } from '~/lib/inventory/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import {
  type OrderChoice,
  type PlaceOrderOutcome,
  type ReadyTimes,
  resourceNamePattern,
  validChoice,
} from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import { AccessCard } from './access-card'
import type { AddKeyAction } from './add-key-dialog'
import { BundleTable } from './bundle-table'
import { KeyChips, type KeyChoice } from './key-chips'
import { PlacementChoice } from './placement-choice'
import { ReferencesCard } from './references-card'
import { type Refusal, RefusalCallout } from './refusal-callout'
import { SummaryCard } from './summary-card'
import { toOrderInput } from './to-order-input'
import { useBlocked } from './use-blocked'
import { useOrderChoice } from './use-order-choice'
import { useStock } from './use-stock'
import { readyIn, ZoneCard } from './zone-card'

type OrderInput = ReturnType<typeof toOrderInput> & { organisationId: string; idempotencyKey: string }
type Props = {
  organisationId: string
  bundles: BundleView[]
  zones: ZoneView[]
  stock: StockByZone
  ready: ReadyTimes
  groups: PlacementGroupView[]
  sshKeys: KeyChoice[]
  initial: OrderChoice
  preset: Partial<OrderChoice>
  vatRateBasisPoints: number
  isPublicBody: boolean
  spending: { capCents: string; committedCents: string } | null
  mayOrder: boolean
  placeOrder: (input: OrderInput) => Promise<ActionResult<PlaceOrderOutcome>>
  addKey: AddKeyAction
}

/** The whole order on one page: every change moves price, stock and delay at once. */
export function OrderForm(props: Props) {
  const { organisationId, bundles, zones } = props
  const router = useRouter()
  const o = useTranslations('ordering')
  const refusalText = useRefusalText()
  const { stock, ready } = useStock(organisationId, { stock: props.stock, ready: props.ready })
  const offer = { bundles, zones, stock }
  const draft = useOrderChoice(`draft:order:${organisationId}`, props.initial, props.preset)
  const [keys, setKeys] = useState(props.sshKeys)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [nameRefusal, setNameRefusal] = useState<string>()
  const [isPending, startTransition] = useTransition()
  const valid = validChoice(offer, draft.choice)
  const choice = { ...valid, sshKeyIds: valid.sshKeyIds.filter((id) => keys.some((key) => key.id === id)) }
  const bundle = bundles.find((each) => each.id === choice.bundleId)
  const zone = zones.find((each) => each.id === choice.zoneId)
  const blocked = useBlocked({ offer, choice, bundle, zone, mayOrder: props.mayOrder })

  const change = (part: Partial<OrderChoice>) => {
    setRefusal(null)
    setNameRefusal(undefined)
    draft.change(part)
  }
  const zoneName = (id: string) => zones.find((each) => each.id === id)?.name ?? id

  const settle = (result: ActionResult<PlaceOrderOutcome>) => {
    if (!result.ok) {
      const reason = `reason.${result.params?.reason}`
      const text = o.has(reason) ? o(reason) : refusalText(result)
      if (result.field?.endsWith('.name')) setNameRefusal(text)
      else setRefusal({ outcome: 'refused', text })
      return
    }
    const answer = result.data
    if (answer.outcome === 'accepted') {
      draft.forget()
      router.push(routes.org.orderDetail(organisationId, answer.orderId))
    } else if (answer.outcome === 'insufficient_capacity') {
      const elsewhere = answer.elsewhere.map((each) => ({ ...each, name: zoneName(each.zoneId) }))
      setRefusal({
        outcome: answer.outcome,
        short: answer.short,
        zoneName: zoneName(answer.zoneId),
        elsewhere,
      })
    } else {
      setRefusal(answer)
    }
  }

  const order = () =>
    startTransition(async () => {
      const content = toOrderInput(choice, bundle)
      settle(await props.placeOrder({ organisationId, idempotencyKey: draft.keyFor(content), ...content }))
    })

  const shown = refusal ?? blocked.refusal
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 gap-4">
        <BundleTable
          offer={offer}
          zone={zone}
          value={choice.bundleId}
          onChange={(bundleId) => change({ bundleId })}
        />
        <div className="grid gap-4 md:grid-cols-2">
          <ZoneCard
            zones={zones}
            bundle={bundle}
            ready={ready}
            value={choice.zoneId}
            onChange={(zoneId) => change({ zoneId })}
          >
            {bundle?.kind !== 'storage' && (
              <PlacementChoice
                groups={props.groups}
                value={choice.placement}
                onChange={(placement) => change({ placement })}
              />
            )}
          </ZoneCard>
          <AccessCard
            bundle={bundle}
            zone={zone}
            choice={choice}
            nameError={
              nameRefusal ?? (resourceNamePattern.test(choice.name) ? undefined : o('access.badName'))
            }
            onChange={change}
            keys={
              <KeyChips
                organisationId={organisationId}
                keys={keys}
                value={choice.sshKeyIds}
                onChange={(sshKeyIds) => change({ sshKeyIds })}
                addKey={props.addKey}
                onAdded={(key) => {
                  setKeys((before) => [...before, key])
                  change({ sshKeyIds: [...choice.sshKeyIds, key.id] })
                }}
              />
            }
          />
        </div>
        <ReferencesCard
          isPublicBody={props.isPublicBody}
          value={choice.references}
          onChange={(references) => change({ references })}
        />
      </div>
      <div className="xl:sticky xl:top-4">
        {bundle && (
          <SummaryCard
            bundle={bundle}
            zone={zone}
            quantity={choice.quantity}
            vatRateBasisPoints={props.vatRateBasisPoints}
            spending={props.spending}
            readyMilliseconds={readyIn(ready, choice.zoneId, bundle)}
            blocked={blocked.reason}
            isPending={isPending}
            onOrder={order}
            refusal={shown && <RefusalCallout refusal={shown} onSwitch={(zoneId) => change({ zoneId })} />}
          />
        )}
      </div>
    </div>
  )
}
