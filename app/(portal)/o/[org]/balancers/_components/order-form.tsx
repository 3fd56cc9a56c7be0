'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { useReferences } from '~/app/_client/use-references'
import { MachineNameField } from '~/components/compute/machine-name-field'
import { ActionForm } from '~/components/form/action-form'
import { Card } from '~/components/ui/display/card'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { Select } from '~/components/ui/fields/select'
import { LatePart } from '~/components/ui/overlays/late-part'
import { showToast } from '~/components/ui/overlays/toast'
import { monthlyCents } from '~/lib/kernel/money'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { AddressReferences } from '~/lib/ordering/client'
import type { BalancerForm } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { orderBalancerAction } from '../actions'
import { firstDraft, preselectedNetwork, settingsOf } from './balancer-draft'
import { PriceCard } from './price-card'
import { confirmOf, RemoteAccessQuestion, useRemoteAccess } from './remote-access-question'
import { SettingsFields } from './settings-fields'
import { withFieldOnScreen } from './with-field-on-screen'

// Few buyers have references, and the form has much else.
const ReferenceFields = lazy(async () => ({
  default: (await import('~/components/ordering/reference-fields')).ReferenceFields,
}))

type Props = {
  organisationId: string
  projects: readonly { id: string; name: string }[]
  projectId: string
  /** A free one. */
  name: string
  form: BalancerForm
  offer: NonNullable<BalancerForm['offer']>
  references: AddressReferences
}
type Input = Parameters<typeof orderBalancerAction>[0]

const newAddress = 'new'

/** The order of a load balancer with its price, which leads to the page of the order. */
export function OrderForm({ organisationId, projects, projectId, name, form, offer, references }: Props) {
  const t = useTranslations('balancers.form')
  const locale = useLocale() as Locale
  const router = useRouter()
  // One idempotency key per visit: a second press gets the response of the first.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const [wantedName, setName] = useState(name)
  const [network, setNetwork] = useState(() => preselectedNetwork(form))
  const [chosenAddress, setAddress] = useState<string>(newAddress)
  const [draft, setDraft] = useState(firstDraft)
  const question = useRemoteAccess(draft)
  const [typed, setTyped] = useState(references.usual)
  const rules = useReferences(organisationId, references.rules, typed)

  const zoneOf = (zoneId: string | undefined) => form.zones.find(({ id }) => id === zoneId)
  const zone = zoneOf(network?.zoneId)
  const addresses = form.addresses.filter(({ zoneId }) => zoneId === network?.zoneId)
  const reserved = addresses.find(({ id }) => id === chosenAddress)
  const addressPrice = offer.addressMicroCentsPerHour ? BigInt(offer.addressMicroCentsPerHour) : null
  const canReserve = addressPrice !== null && (zone?.freeAddresses ?? 0) > 0
  const blocked =
    form.quota.used >= form.quota.limit
      ? t('quotaFull', form.quota)
      : !canReserve && addresses.length === 0
        ? t('noAddress')
        : undefined

  const place = (input: Input) => withFieldOnScreen(orderBalancerAction(input))
  const wanted = ({ costReferences }: Input): Input => ({
    organisationId,
    idempotencyKey,
    projectId,
    zoneId: network?.zoneId ?? '',
    name: wantedName.trim(),
    ...(costReferences ? { costReferences } : {}),
    balancer: {
      networkId: network?.id ?? '',
      ...(reserved ? { addressId: reserved.id } : {}),
      settings: settingsOf(draft),
      ...confirmOf(question),
    },
  })

  return (
    <ActionForm<Input, { orderId: string; number: string; isHeld: boolean }>
      action={place}
      prepare={wanted}
      draftKey={`balancer ${organisationId} ${projectId}`}
      onSuccess={({ orderId, number, isHeld }) => {
        if (isHeld) showToast('ok', t('held', { number }))
        router.push(routes.org.orderDetail(organisationId, orderId))
      }}
      className="items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)] [&>[role=alert]]:col-span-full"
    >
      <div className="grid min-w-0 gap-4">
        <Card title={t('place')}>
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <MachineNameField name="name" label={t('name')} value={wantedName} onChange={setName} />
            {projects.length > 1 && (
              <Select
                name="projectId"
                label={t('project')}
                options={projects.map((each) => ({ value: each.id, label: each.name }))}
                value={projectId}
                onChange={(event) =>
                  router.replace(
                    routes.org.newBalancer(organisationId, { project: event.currentTarget.value }),
                  )
                }
              />
            )}
            <Select
              name="balancer.networkId"
              label={t('network')}
              hint={t('networkHint')}
              className="sm:col-span-2"
              {...(!network && { placeholder: '' })}
              options={form.networks.map(({ id, name: label, zoneId, range }) => {
                const values = { name: label, zone: zoneOf(zoneId)?.name ?? '', range }
                const isPossible = zoneOf(zoneId)?.hasBalancers ?? false
                return {
                  value: id,
                  label: t(isPossible ? 'networkOption' : 'networkWithout', values),
                  disabled: !isPossible,
                }
              })}
              value={network?.id ?? ''}
              onChange={(event) => {
                setNetwork(form.networks.find(({ id }) => id === event.currentTarget.value))
                setAddress(newAddress)
                setDraft({ ...draft, instanceIds: [], tags: [] })
              }}
            />
          </div>
        </Card>
        <Card title={t('address')}>
          {addresses.length === 0 && canReserve ? (
            <p>{t('newAddressOnly', { price: formatMoney(monthlyCents(addressPrice), locale) })}</p>
          ) : (
            <RadioGroup
              name="balancer.addressId"
              legend={t('address')}
              legendHidden
              value={canReserve || reserved ? chosenAddress : (addresses[0]?.id ?? newAddress)}
              onValueChange={setAddress}
              options={[
                {
                  value: newAddress,
                  label: t('newAddress'),
                  disabled: !canReserve,
                  note: canReserve
                    ? t('newAddressNote', { price: formatMoney(monthlyCents(addressPrice), locale) })
                    : t('newAddressNone'),
                },
                ...addresses.map(({ id, address }) => ({
                  value: id,
                  label: <span className="font-mono text-sm">{address}</span>,
                })),
              ]}
            />
          )}
        </Card>
        <SettingsFields
          organisationId={organisationId}
          prefix="balancer.settings."
          form={form}
          networkId={network?.id ?? ''}
          draft={draft}
          onChange={setDraft}
        >
          <RemoteAccessQuestion name="balancer.confirm" {...question} />
        </SettingsFields>
        {Object.values(rules.asked).some(Boolean) && (
          <Card title={t('references')}>
            <div className="grid items-start gap-5 sm:grid-cols-2">
              <LatePart>
                <ReferenceFields rules={rules} value={typed} prefix="costReferences." onChange={setTyped} />
              </LatePart>
            </div>
          </Card>
        )}
      </div>
      <PriceCard
        microCentsPerHour={BigInt(offer.microCentsPerHour)}
        addressMicroCentsPerHour={reserved ? null : addressPrice}
        blocked={blocked}
      />
    </ActionForm>
  )
}
