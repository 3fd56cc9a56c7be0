import { placeFor } from '~/lib/kernel/secrets/purposes'

/** Associated data of a sealed key: copied to another row or column, it does not open. */
export const bundlePlace = (certificateId: string) =>
  placeFor('certificates', `certificate_secrets/${certificateId}/bundle`)
/** Of a certificate that is being made. */
export const orderKeyPlace = (certificateId: string) =>
  placeFor('acme', `certificate_orders/${certificateId}/key`)
export const accountKeyPlace = (directoryUrl: string) => placeFor('acme', `acme_accounts/${directoryUrl}/key`)
