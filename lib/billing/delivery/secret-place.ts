import { placeFor } from '~/lib/kernel/secrets/purposes'

/** Associated data of a channel's sealed secrets: copied elsewhere, they do not open. */
export const secretPlace = (channel: 'chorus_pro' | 'platform') =>
  placeFor('e-invoices', `einvoice_connections.${channel}.client_secret_sealed`)
export const accountPlace = placeFor('e-invoices', 'einvoice_connections.chorus_pro.account_sealed')
