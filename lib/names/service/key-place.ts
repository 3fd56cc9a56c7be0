/** Associated data of the sealed key of the DNS server's API: copied elsewhere, it does not open. */
export const keyPlace = 'name_service_secrets.key_sealed'
