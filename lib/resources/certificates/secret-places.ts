/** Associated data of a sealed key: copied to another row or column, it does not open. */
export const bundlePlace = (certificateId: string) => `certificate_secrets/${certificateId}/bundle`
/** Of a certificate that is being made. */
export const orderKeyPlace = (certificateId: string) => `certificate_orders/${certificateId}/key`
export const accountKeyPlace = (directoryUrl: string) => `acme_accounts/${directoryUrl}/key`
