import { placeFor } from '~/lib/kernel/secrets/purposes'

/** Associated data of the sealed secret: copied elsewhere, it does not open. */
export const s3SecretPlace = (scheduleId: string) =>
  placeFor('exports', `export_schedules.${scheduleId}.secret_key_sealed`)
