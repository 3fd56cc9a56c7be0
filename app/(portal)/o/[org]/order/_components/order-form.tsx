'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useState, useTransition } from 'react'
import { useReferences } from '~/app/_client/use-references'
import { Select } from '~/components/ui/fields/select'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { ActionResult } from '~/lib/kernel/action-result'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import {
  bundleDefaults,
  type Cart,
  type CostReferenceName,
  findInvalidReference,
  networksOf,
  type OrderChoice,
  offerPrice,
  type PlaceOrderOutcome,
  publicFamilies,
  resourceNamePattern,
  validCart,
  validNetwork,
  withAddressLines,
} from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import { BundleTable } from './bundle-table'
import { CartCard } from './cart-card'
import { DraftLine } from './draft-line'
import { KeyChips } from './key-chips'
import { OptionsCard } from './options-card'
import type { OrderFormProps } from './order-form-props'
import { PriceBar } from './price-bar'
import { PromotionField } from './promotion-field'
import { QuoteButton } from './quote-button'
import { ReferencesCard } from './references-card'
import { type Refusal, RefusalCallout } from './refusal-callout'
import { ServerCard } from './server-card'
import { TermCard } from './term-card'
import { toDraft } from './to-draft'
import { toOrderInput } from './to-order-input'
import { useBlocked } from './use-blocked'
import { useCart } from './use-cart'
import { useConfirmedPrice } from './use-price'
import { useStock } from './use-stock'
import { ZoneChoice } from './zone-choice'

/** The whole order on one page: every change updates price, stock and delivery time at once. */
export function OrderForm(props: OrderFormProps) {
  const { organisationId, bundles, zones, addresses } = props
  const router = useRouter()
  const summaryId = useId()
  const locale = useLocale() as Locale
  const o = useTranslations('ordering')
  const e = useTranslations('errors')
  const refusalText = useRefusalText()
  const { stock, ready } = useStock(organisationId, { stock: props.stock, ready: props.ready })
  const offer = { bundles, zones, stock, addresses }
  const isDraft = props.mayOrder && props.preset === ''
  const [save] = useState(() => (cart: Cart) => void props.saveDraft({ organisationId, cart: toDraft(cart) }))
  const owner = `draft:order:${props.accountId}:`
  const draft = useCart(owner, `${organisationId}${props.preset}`, props.initial, isDraft ? save : null)
  const [keys, setKeys] = useState(props.sshKeys)
  const [draftSavedAt, setDraftSavedAt] = useState(props.draftSavedAt)
  const [restarts, setRestarts] = useState(0)
  const isBegun =
    isDraft &&
    (draftSavedAt !== null || draft.isFromTab) &&
    JSON.stringify(draft.cart) !== JSON.stringify(props.empty)
  // The button that empties the cart goes with it.
  useFocusRescue(`${restarts}`)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [nameRefusal, setNameRefusal] = useState<string>()
  const [userDataRefusal, setUserDataRefusal] = useState<{ of: string | undefined; text: string }>()
  const [addressRefusal, setAddressRefusal] = useState<string>()
  const [referenceRefusal, setReferenceRefusal] = useState<{ name: CostReferenceName; text: string } | null>(
    null,
  )
  const [codeRefusal, setCodeRefusal] = useState<string>()
  const [isPending, startTransition] = useTransition()
  const projectId = draft.cart.projectId ?? props.projects[0]?.id
  const networksOn = (zoneId: string) => networksOf(props.networks, projectId, zoneId)
  const named = validCart(offer, draft.cart, props.suggestedName)
  const cart = {
    ...named,
    lines: named.lines.map((each) => ({
      ...validNetwork(networksOn(each.zoneId), each),
      sshKeyIds: each.sshKeyIds.filter((id) => keys.some((key) => key.id === id)),
    })),
  }
  const isServer = (each: OrderChoice) =>
    bundles.some(({ id, kind }) => id === each.bundleId && kind !== 'storage')
  const familiesOf = (each: OrderChoice) => publicFamilies(offer, props, projectId, each)
  const line = cart.lines[cart.current] as OrderChoice
  const bundle = bundles.find((each) => each.id === line.bundleId)
  const zone = zones.find((each) => each.id === line.zoneId)
  const rules = useReferences(organisationId, props.rules, cart.references)
  const wrong = findInvalidReference(rules, cart.references)
  const missing = wrong && o('blocked.reference', { reference: o(`references.${wrong.name}`) })
  const room = props.budgetRoom.find(({ projectId }) => projectId === cart.projectId)
  const over = offerPrice(offer, cart.lines, 0).exclusive - BigInt(room?.leftCents ?? 0)
  const passed =
    room && over > 0n ? o('blocked.budget', { budget: room.budget, over: formatMoney(over, locale) }) : null
  const blocked = useBlocked({
    offer,
    lines: cart.lines,
    mayOrder: props.mayOrder,
    callerAddress: props.callerAddress,
    familiesOf,
    missing: passed ?? missing,
  })

  const clearRefusal = () => {
    setRefusal(null)
    setNameRefusal(undefined)
    setUserDataRefusal(undefined)
    setAddressRefusal(undefined)
    setReferenceRefusal(null)
    setCodeRefusal(undefined)
  }
  const change = (part: Partial<OrderChoice>) => {
    clearRefusal()
    draft.changeLine(part, cart.current)
  }
  const changeCart = (turn: (before: Cart) => Cart) => {
    clearRefusal()
    draft.change(turn)
  }
  /** Replaces one zone by another in all lines. */
  const switchZone = (from: string, to: string) =>
    changeCart((before) => ({
      ...before,
      lines: cart.lines.map((each) => (each.zoneId === from ? { ...each, zoneId: to } : each)),
    }))
  const zoneName = (id: string) => zones.find((each) => each.id === id)?.name ?? id

  const showOutcome = (result: ActionResult<PlaceOrderOutcome>) => {
    if (!result.ok) {
      const reason = `reason.${result.params?.reason}`
      const text = o.has(reason) ? o(reason) : refusalText(result)
      const at = Number(/^lines\.(\d+)\./.exec(result.field ?? '')?.[1] ?? Number.NaN)
      if (Number.isInteger(at)) draft.change((before) => ({ ...before, current: at }))
      const reference = /costReferences\.(\w+)$/.exec(result.field ?? '')?.[1]
      if (result.field === 'promotionCode') setCodeRefusal(text)
      else if (reference) setReferenceRefusal({ name: reference as CostReferenceName, text })
      else if (result.field?.endsWith('.name')) setNameRefusal(text)
      else if (result.field?.endsWith('.userData')) setUserDataRefusal({ of: cart.lines[at]?.userData, text })
      else if (result.field?.endsWith('.privateAddress')) setAddressRefusal(text)
      else setRefusal({ outcome: 'refused', text })
      return
    }
    const answer = result.data
    if (answer.outcome === 'quoted') {
      draft.forget()
      router.push(routes.org.quote(organisationId, answer.quoteId))
    } else if (answer.outcome === 'accepted' || answer.outcome === 'held') {
      draft.forget()
      router.push(routes.org.orderDetail(organisationId, answer.orderId))
    } else if (answer.outcome === 'insufficient_capacity') {
      const elsewhere = answer.elsewhere.map((each) => ({ ...each, name: zoneName(each.zoneId) }))
      setRefusal({ ...answer, zoneName: zoneName(answer.zoneId), elsewhere })
    } else {
      setRefusal(answer)
    }
  }

  const order = (validDays?: number) =>
    startTransition(async () => {
      const asQuote = validDays && {
        asQuote: { validDays, ...(props.replaces ? { replaces: props.replaces } : {}) },
      }
      const content = {
        ...toOrderInput(cart, { bundles, callerAddress: props.callerAddress, familiesOf }),
        ...(asQuote || {}),
      }
      showOutcome(
        await props.placeOrder({
          organisationId,
          idempotencyKey: draft.keyFor(content),
          ...content,
          ...(isDraft ? { isFromDraft: true } : {}),
        }),
      )
    })

  const confirmed = useConfirmedPrice(
    organisationId,
    withAddressLines(offer, cart.lines),
    cart.references.purchaseOrderNumber?.trim() ?? '',
  )
  const shown = refusal ?? blocked.refusal
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 gap-4">
        {isBegun && (
          <DraftLine
            savedAt={draft.isFromTab ? null : draftSavedAt}
            onEmpty={() => {
              clearRefusal()
              draft.restart(props.empty)
              setDraftSavedAt(null)
              setRestarts(restarts + 1)
              void props.saveDraft({ organisationId, cart: null })
            }}
          />
        )}
        {cart.lines.length > 1 && (
          <p className="text-sm font-semibold text-ink-2" aria-live="polite">
            {o('cart.editing', { line: cart.current + 1, count: cart.lines.length, name: line.name })}
          </p>
        )}
        <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
          <ZoneChoice
            zones={zones}
            bundle={bundle}
            ready={ready}
            promisedSeconds={props.promisedSeconds}
            value={line.zoneId}
            onChange={(zoneId) => change({ zoneId })}
          />
          {props.projects.length > 1 && (
            <Select
              name="projectId"
              label={o('project')}
              className="max-w-xs"
              value={cart.projectId}
              options={props.projects.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => {
                const projectId = event.currentTarget.value
                changeCart((before) => ({ ...before, projectId }))
              }}
            />
          )}
        </div>
        <BundleTable
          key={`${cart.current} ${cart.lines.length} ${restarts}`}
          offer={offer}
          zone={zone}
          value={line.bundleId}
          onChange={(bundleId) => {
            const chosen = bundles.find((each) => each.id === bundleId)
            change({ bundleId, ...(chosen && bundleDefaults(chosen)) })
          }}
        />
        <ServerCard
          key={`server ${cart.current}`}
          bundle={bundle}
          zone={zone}
          addresses={addresses}
          choice={line}
          callerAddress={props.callerAddress}
          families={familiesOf(line)}
          nameError={nameRefusal ?? (resourceNamePattern.test(line.name) ? undefined : o('access.badName'))}
          onChange={change}
          keys={
            <KeyChips
              organisationId={organisationId}
              keys={keys}
              value={line.sshKeyIds}
              onChange={(sshKeyIds) => change({ sshKeyIds })}
              addKey={props.addKey}
              onAdded={(key) => {
                setKeys((before) => [...before, key])
                change({ sshKeyIds: [...line.sshKeyIds, key.id] })
              }}
            />
          }
        />
        <div className="grid items-start gap-4 md:grid-cols-2">
          {bundle && bundle.kind !== 'storage' && (
            <OptionsCard
              bundle={bundle}
              zone={zone}
              choice={line}
              networks={networksOn(line.zoneId)}
              groups={cart.projectId === props.projects[0]?.id ? props.groups : []}
              addressError={addressRefusal}
              // The answer to a former text may arrive while the next one is typed.
              userDataError={userDataRefusal?.of === line.userData ? userDataRefusal?.text : undefined}
              onChange={change}
            />
          )}
          {bundle && <TermCard bundle={bundle} choice={line} now={props.now} onChange={change} />}
        </div>
        <ReferencesCard
          isPublicBody={props.isPublicBody}
          rules={rules}
          value={cart.references}
          openPurchaseOrders={props.openPurchaseOrders}
          purchaseOrder={confirmed.purchaseOrder}
          wrong={
            referenceRefusal ??
            // Missing references are shown on the button, wrong ones at their field.
            (wrong && cart.references[wrong.name]?.trim()
              ? { name: wrong.name, text: e(`reason.${wrong.reason}`) }
              : null)
          }
          onChange={(references) => changeCart((before) => ({ ...before, references }))}
        />
        <PriceBar price={offerPrice(offer, cart.lines, props.vatRateBasisPoints)} summaryId={summaryId} />
      </div>
      <div id={summaryId} className="xl:sticky xl:top-4">
        <CartCard
          organisationId={organisationId}
          offer={offer}
          ready={ready}
          cart={cart}
          vatRateBasisPoints={props.vatRateBasisPoints}
          spending={props.spending}
          blocked={blocked}
          isPending={isPending}
          onChange={changeCart}
          onOrder={() => order()}
          confirmedCents={confirmed.confirmedCents}
          isKeyless={cart.lines.some((each) => isServer(each) && each.sshKeyIds.length === 0)}
          promotions={
            <PromotionField
              organisationId={organisationId}
              code={cart.promotionCode ?? ''}
              automatic={confirmed.automatic}
              bundleIds={cart.lines.map(({ bundleId }) => bundleId)}
              error={codeRefusal}
              onChange={(promotionCode) => changeCart((before) => ({ ...before, promotionCode }))}
            />
          }
          aside={
            <QuoteButton
              isAgain={props.replaces !== null}
              blocked={blocked.reason}
              isPending={isPending}
              onQuote={order}
            />
          }
          refusal={shown && <RefusalCallout refusal={shown} onSwitch={switchZone} />}
        />
      </div>
    </div>
  )
}
