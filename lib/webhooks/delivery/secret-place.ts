import { placeFor } from '~/lib/kernel/secrets/purposes'

/** Associated data of the sealed secret: copied to another row or column, it does not open. */
export const secretPlace = (id: string) => placeFor('webhooks', `webhook_endpoints/${id}/secret`)
export const formerSecretPlace = (id: string) => placeFor('webhooks', `webhook_endpoints/${id}/former_secret`)
