/** Associated data of the sealed secret: copied to another row or column, it does not open. */
export const secretPlace = (id: string) => `webhook_endpoints/${id}/secret`
export const formerSecretPlace = (id: string) => `webhook_endpoints/${id}/former_secret`
