/** Where a sealed secret belongs: moved elsewhere it does not open. */
export const s3SecretPlace = (scheduleId: string) => `export_schedules.${scheduleId}.secret_key_sealed`
