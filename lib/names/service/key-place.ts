import { placeFor } from '~/lib/kernel/secrets/purposes'

/** Associated data of the sealed key of the DNS server's API: copied elsewhere, it does not open. */
export const keyPlace = placeFor('name-service', 'name_service_secrets.key_sealed')
