/** What a screen calls a found thing: to a hypervisor a backup is a volume, and only its id shows what it is. Pure. */
export function shownKindOf<Kind extends string>({
  kind,
  subject,
}: {
  kind: Kind
  subject: string
}): Kind | (Kind extends `volume${infer Rest}` ? `backup${Rest}` : never) {
  type Backup = Kind extends `volume${infer Rest}` ? `backup${Rest}` : never
  const isBackup = subject.startsWith('bkp_') && kind.startsWith('volume')
  return isBackup ? (kind.replace('volume', 'backup') as Backup) : kind
}
