/** Associated data of a channel's sealed secrets: copied elsewhere, they do not open. */
export const secretPlace = (channel: 'chorus_pro' | 'platform') =>
  `einvoice_connections.${channel}.client_secret_sealed`
export const accountPlace = 'einvoice_connections.chorus_pro.account_sealed'
