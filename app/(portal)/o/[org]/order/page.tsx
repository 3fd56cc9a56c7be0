import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { PageHeader } from '~/components/ui/display/page-header'
import type { OpContext } from '~/lib/kernel/op-context'
import { readLinesLike, readOrderForm, readReferenceRules } from '~/lib/ordering'
import {
  type Cart,
  type CartReferences,
  type Offer,
  type OrderChoice,
  readCartLink,
  validCart,
} from '~/lib/ordering/client'
import { quoteParams } from '~/lib/ordering/schema'
import { addSshKeyAction } from '../keys/actions'
import { OrderForm } from './_components/order-form'
import { placeOrderAction, saveOrderDraftAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('ordering')
  return { title: t('title') }
}

export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('ordering')
  const { draft, lastReferences, suggestedName, suggestedKeyIds, sshKeys, ...form } = await readOrderForm(ctx)
  const blank = {
    bundleId: '',
    zoneId: '',
    imageId: '',
    sshKeyIds: suggestedKeyIds,
    name: suggestedName,
    quantity: 1,
    placement: '',
  }
  const empty = { lines: [blank], current: 0, references: lastReferences }
  const asked = await requestedLines(ctx, form, searchParams)
  const preset = new URLSearchParams(
    asked || searchParams.project ? Object.entries(searchParams).map(([k, v]) => [k, `${v}`]) : [],
  )
  const initial = validCart(
    form,
    asked
      ? {
          lines: asked.map(({ lacks: _lacks, projectId: _project, ...line }) => ({ ...blank, ...line })),
          current: 0,
          references: asked[0]?.references ?? lastReferences,
        }
      : (draft?.cart ?? empty),
    suggestedName,
  )
  const wanted = searchParams.project ?? asked?.[0]?.projectId ?? initial.projectId
  const project = form.projects.find(({ id }) => id === wanted) ?? form.projects[0]
  const inProject = (cart: Cart): Cart => (project ? { ...cart, projectId: project.id } : cart)
  return (
    <>
      <PageHeader title={t('title')} />
      {lacks
        .filter((lack) => asked?.some((line) => line.lacks?.includes(lack)))
        .map((lack) => (
          <Callout key={lack} tone="warn" title={t(lackWords[lack].title)} className="mb-4">
            {t(lackWords[lack].text)}
          </Callout>
        ))}
      <ClientMessages namespaces={['errors', 'ordering', 'catalogue']}>
        <OrderForm
          key={preset.toString()}
          {...form}
          organisationId={ctx.membership.organisationId}
          accountId={ctx.actor.kind === 'account' ? ctx.actor.accountId : ''}
          sshKeys={sshKeys}
          initial={inProject(initial)}
          empty={inProject(validCart(form, empty, suggestedName))}
          draftSavedAt={asked ? null : (draft?.savedAt ?? null)}
          suggestedName={suggestedName}
          rules={await readReferenceRules(ctx, {})}
          now={ctx.now.toISOString()}
          preset={preset.toString()}
          replaces={quoteParams.safeParse({ quoteId: searchParams.quote }).data?.quoteId ?? null}
          placeOrder={placeOrderAction}
          saveDraft={saveOrderDraftAction}
          addKey={addSshKeyAction}
        />
      </ClientMessages>
    </>
  )
})

const lacks = ['network', 'privateAddress', 'address', 'userData'] as const
const lackWords = {
  network: { title: 'again.networkTitle', text: 'again.network' },
  privateAddress: { title: 'again.privateAddressTitle', text: 'again.privateAddress' },
  address: { title: 'again.addressTitle', text: 'again.address' },
  userData: { title: 'userData.erasedTitle', text: 'userData.erased' },
} as const
type AskedLine = Partial<OrderChoice> & {
  references?: CartReferences
  projectId?: string
  lacks?: readonly (typeof lacks)[number][]
}

/**
 * The lines requested by the address, or null: `?from=` a past order or a resource, `?line=…` as in a cart link,
 * `?bundle=…&zone=…` for one line.
 */
async function requestedLines(
  ctx: OpContext,
  offer: Offer,
  { from, line, bundle, zone }: Record<string, string | string[] | undefined>,
): Promise<AskedLine[] | null> {
  const found = typeof from === 'string' ? await readLinesLike(ctx, { from }) : []
  if (found.length > 0)
    return found.map(({ sshKeyIds, ...like }) => (like.imageId ? { ...like, sshKeyIds } : like))
  const texts = [line ?? []].flat()
  if (texts.length > 0) return readCartLink(offer, texts)
  if (typeof bundle !== 'string' && typeof zone !== 'string') return null
  return [
    {
      ...(typeof bundle === 'string' ? { bundleId: bundle } : {}),
      ...(typeof zone === 'string' ? { zoneId: zone } : {}),
    },
  ]
}
