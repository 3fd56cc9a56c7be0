import { factOf, keptKeyNames, keptKeyPlace } from '~/db/kept-key'
import type { SealedColumn } from '~/db/sealed/sealed-column'
import { secretPlace as cardPlace } from '~/lib/billing/cards/provider-for'
import { accountPlace, secretPlace as platformPlace } from '~/lib/billing/delivery/secret-place'
import { filePlace } from '~/lib/billing/payments/debit-batches'
import { ibanPlace } from '~/lib/billing/payments/mandate'
import { s3SecretPlace } from '~/lib/billing/schedules/secret-place'
import { keyPlace, tokenPlace } from '~/lib/hypervisors/connect/places'
import { vantageKeyPlace } from '~/lib/hypervisors/outside/places'
import { totpPlace } from '~/lib/identity/second-factor/totp'
import type { Id } from '~/lib/kernel/ids'
import { keyPlace as keyPlaceOfNames } from '~/lib/names/service/key-place'
import { accountKeyPlace, bundlePlace, orderKeyPlace } from '~/lib/resources/certificates/secret-places'
import { formerSecretPlace, secretPlace as webhookPlace } from '~/lib/webhooks/delivery/secret-place'

/** The secrets of a proposed change are sealed for the column that they will be written to. */
const proposals = { table: 'seller_changes', column: 'sealed', key: 'id' }
const channelOf = (row: Record<string, unknown>) =>
  String(row.subject).replace('connection_', '') as Parameters<typeof platformPlace>[0]

/** Every column sealed by ENCRYPTION_KEY, the ones most often filled first. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'staff_accounts',
    column: 'totp_secret_sealed',
    key: 'id',
    placeOf: (id) => totpPlace('staff', id),
  },
  { table: 'accounts', column: 'totp_secret_sealed', key: 'id', placeOf: (id) => totpPlace('account', id) },
  {
    table: 'hypervisor_secrets',
    column: 'key_sealed',
    key: 'hypervisor_id',
    placeOf: (id) => keyPlace(id as Id<'hypervisor'>),
  },
  {
    table: 'hypervisor_secrets',
    column: 'token_sealed',
    key: 'hypervisor_id',
    placeOf: (id) => tokenPlace(id as Id<'hypervisor'>),
  },
  {
    table: 'outside_vantages',
    column: 'key_sealed',
    key: 'id',
    placeOf: (id) => vantageKeyPlace(id as Id<'outsideVantage'>),
  },
  { table: 'webhook_endpoints', column: 'secret_sealed', key: 'id', placeOf: webhookPlace },
  { table: 'webhook_endpoints', column: 'former_secret_sealed', key: 'id', placeOf: formerSecretPlace },
  {
    table: 'card_providers',
    column: 'secret_sealed',
    key: 'selling_entity_id',
    placeOf: (id) => cardPlace(id as Id<'sellingEntity'>),
  },
  {
    table: 'einvoice_connections',
    column: 'client_secret_sealed',
    key: 'channel',
    placeOf: (channel) => platformPlace(channel as Parameters<typeof platformPlace>[0]),
  },
  { table: 'einvoice_connections', column: 'account_sealed', key: 'channel', placeOf: () => accountPlace },
  { table: 'export_schedules', column: 'secret_key_sealed', key: 'id', placeOf: s3SecretPlace },
  { table: 'certificate_secrets', column: 'bundle_sealed', key: 'certificate_id', placeOf: bundlePlace },
  { table: 'certificate_orders', column: 'key_sealed', key: 'certificate_id', placeOf: orderKeyPlace },
  { table: 'acme_accounts', column: 'key_sealed', key: 'directory_url', placeOf: accountKeyPlace },
  { table: 'name_service_secrets', column: 'key_sealed', key: 'is_only', placeOf: () => keyPlaceOfNames },
  {
    table: 'mandates',
    column: 'iban_sealed',
    key: 'id',
    placeOf: (id) => ibanPlace(id as Id<'mandate'>),
  },
  {
    table: 'direct_debit_batches',
    column: 'file_sealed',
    key: 'id',
    placeOf: (id) => filePlace(id as Id<'directDebitBatch'>),
  },
  {
    ...proposals,
    field: 'secret',
    placeOf: (_id, { sealed }) =>
      cardPlace((sealed as Record<string, string>).sellingEntityId as Id<'sellingEntity'>),
  },
  { ...proposals, field: 'clientSecret', placeOf: (_id, row) => platformPlace(channelOf(row)) },
  { ...proposals, field: 'account', placeOf: () => accountPlace },
  ...keptKeyNames.map((name) => ({
    table: 'installation_facts',
    column: 'value',
    key: 'name',
    only: [factOf(name)],
    placeOf: () => keptKeyPlace(name),
  })),
]
